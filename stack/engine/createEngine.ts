import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import {
  type AccountOverride,
  ContractDecoder,
  EdrContext,
  L1_CHAIN_TYPE,
  l1ProviderFactory,
  MineOrdering,
  type Provider,
  type ProviderConfig,
} from '@nomicfoundation/edr';
import { type Address, type Hex, hexToBigInt, hexToBytes, numberToHex, zeroAddress } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { normaliseEngineError } from './normaliseEngineError.ts';
import type { EngineConfig, GenesisAccount } from './types.ts';

/** The bare engine: a state machine without journal, lock or policy. */
export interface Engine {
  /** @throws RpcError */
  request<T = unknown>(method: string, params?: readonly unknown[]): Promise<T>;
  /**
   * Several requests in one crossing into the engine, which is what most of a small one costs.
   * They run in order; the first that fails ends the batch, and what was done before it stays.
   * @throws RpcError of the one that failed
   */
  batch(calls: readonly EngineCall[]): Promise<unknown[]>;
}

export type EngineCall = readonly [method: string, params?: readonly unknown[]];

const INITIAL_BASE_FEE = 1_000_000_000n;

const { resolve } = createRequire(import.meta.url);
const packageJson = join(dirname(resolve('@nomicfoundation/edr')), 'package.json');

/** Name and version, for example `edr/0.22.0`. */
export const engineVersion = `edr/${JSON.parse(readFileSync(packageJson, 'utf8')).version}`;

/** An engine at block 0 with the whole genesis, storage included. */
export async function createEngine(config: EngineConfig): Promise<Engine> {
  const context = await edrContext();
  const provider = await context.createProvider(
    L1_CHAIN_TYPE,
    providerConfig(config),
    { enable: false, decodeConsoleLogInputsCallback: () => [], printLineCallback: () => {} },
    { subscriptionCallback: () => {} },
    new ContractDecoder(),
  );
  const engine: Engine = {
    request: <T>(method: string, params: readonly unknown[] = []) =>
      handle<T>(provider, { method, params }),
    batch: async (calls) =>
      calls.length === 0
        ? []
        : handle<unknown[]>(
            provider,
            calls.map(([method, params = []]) => ({ method, params })),
          ),
  };
  await writeGenesisStorage(engine, config);
  return engine;
}

let context: Promise<EdrContext> | undefined;

/** EDR allows one context in a process. */
function edrContext(): Promise<EdrContext> {
  context ??= (async () => {
    const created = new EdrContext();
    await created.registerProviderFactory(L1_CHAIN_TYPE, l1ProviderFactory());
    return created;
  })();
  return context;
}

function providerConfig(config: EngineConfig): ProviderConfig {
  return {
    allowBlocksWithSameTimestamp: config.baseFee === 'free',
    allowUnlimitedContractSize: false,
    bailOnCallFailure: true,
    bailOnTransactionFailure: false,
    chainId: config.chainId,
    coinbase: hexToBytes(zeroAddress),
    defaultTransactionGasLimit: config.blockGasLimit,
    genesisState: Object.entries(config.genesis.accounts)
      .filter(([, account]) => account.balance || account.nonce || (account.code ?? '0x') !== '0x')
      .map(([address, account]) => accountOverride(address as Address, account)),
    hardfork: config.hardfork,
    initialBaseFeePerGas: config.baseFee === 'free' ? 0n : INITIAL_BASE_FEE,
    initialParentBeaconBlockRoot: new Uint8Array(32),
    minGasPrice: 0n,
    mining: {
      autoMine: false,
      blockGasLimit: config.blockGasLimit,
      memPool: { order: MineOrdering.Fifo },
    },
    network: {
      genesisBlockGasLimit: config.blockGasLimit,
      genesisBlockTime: config.genesis.timestamp,
    },
    networkId: config.chainId,
    observability: {},
    ownedAccounts: [],
    precompileOverrides: [],
    transactionGasCap: false,
  };
}

function accountOverride(address: Address, account: GenesisAccount): AccountOverride {
  return {
    address: hexToBytes(address),
    balance: account.balance ?? 0n,
    nonce: account.nonce ?? 0n,
    code: hexToBytes(account.code ?? '0x'),
  };
}

/** EDR's genesis takes no storage (edr#911), so it is written to block 0 afterwards. */
async function writeGenesisStorage(engine: Engine, config: EngineConfig): Promise<void> {
  const writes = Object.entries(config.genesis.accounts).flatMap(([address, account]) =>
    Object.entries(account.storage ?? {})
      .filter(([, value]) => hexToBigInt(value) !== 0n)
      .map(([slot, value]) =>
        storageWrite({ address: address as Address, slot: slot as Hex, value }),
      ),
  );
  await engine.batch(writes);
}

/** Sets one storage slot in the state of the newest block. */
export function storageWrite(o: { address: Address; slot: Hex; value: Hex }): EngineCall {
  const slot = numberToHex(hexToBigInt(o.slot));
  const value = numberToHex(hexToBigInt(o.value), { size: 32 });
  return ['hardhat_setStorageAt', [o.address, slot, value]];
}

interface Call {
  method: string;
  params: readonly unknown[];
}

async function handle<T>(provider: Provider, call: Call | readonly Call[]): Promise<T> {
  const calls = Array.isArray(call) ? call : [call as Call];
  const requests = calls.map((one, id) => ({ jsonrpc: '2.0', id, ...one }));
  const request = JSON.stringify(Array.isArray(call) ? requests : requests[0]);
  const response = await provider.handleRequest(request).catch((cause: unknown) => {
    throw new RpcError({
      code: rpcErrorCode.internal,
      message: `${calls[0]?.method}: the engine failed`,
      cause,
    });
  });
  const { data } = response;
  const answer = typeof data === 'string' ? JSON.parse(data) : data;
  if (answer.error) throw normaliseEngineError(answer.error);
  return answer.result as T;
}
