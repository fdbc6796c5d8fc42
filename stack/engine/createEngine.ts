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
}

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
  const engine: Engine = { request: (method, params = []) => handle(provider, method, params) };
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
  for (const [address, account] of Object.entries(config.genesis.accounts)) {
    for (const [slot, value] of Object.entries(account.storage ?? {})) {
      if (hexToBigInt(value) === 0n) continue;
      await writeStorage(engine, { address: address as Address, slot: slot as Hex, value });
    }
  }
}

/** Sets one storage slot in the state of the newest block. */
export async function writeStorage(
  engine: Engine,
  o: { address: Address; slot: Hex; value: Hex },
): Promise<void> {
  await engine.request('hardhat_setStorageAt', [
    o.address,
    numberToHex(hexToBigInt(o.slot)),
    numberToHex(hexToBigInt(o.value), { size: 32 }),
  ]);
}

let nextId = 0;

async function handle<T>(
  provider: Provider,
  method: string,
  params: readonly unknown[],
): Promise<T> {
  nextId += 1;
  const request = JSON.stringify({ jsonrpc: '2.0', id: nextId, method, params });
  const response = await provider.handleRequest(request).catch((cause: unknown) => {
    throw new RpcError({
      code: rpcErrorCode.internal,
      message: `${method}: the engine failed`,
      cause,
    });
  });
  const { data } = response;
  const answer = typeof data === 'string' ? JSON.parse(data) : data;
  if (answer.error) throw normaliseEngineError(answer.error);
  return answer.result as T;
}
