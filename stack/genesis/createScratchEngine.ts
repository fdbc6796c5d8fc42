import { type Address, getAddress, type Hex, hexToBigInt, numberToHex, zeroAddress } from 'viem';
import { createEngine, type Engine } from '../engine/createEngine.ts';
import { isReadMethod } from '../engine/isReadMethod.ts';
import type { Genesis, GenesisAccount, Hardfork } from '../engine/types.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';

/** A throw-away chain that mines each transaction at once and forgets nothing it touched. */
export interface ScratchEngine {
  /**
   * An EIP-1193 request function, fit for viem's `custom` transport. `eth_sendTransaction` works
   * from any address, which needs neither a key nor funds; gas is free.
   * @throws RpcError, also when the transaction is mined and reverts
   */
  request<T = unknown>(args: { method: string; params?: readonly unknown[] }): Promise<T>;
  /**
   * The present code, nonce, balance and storage of every account that a transaction touched,
   * except the senders: what a genesis needs to contain the same contracts.
   */
  allocations(): Promise<Record<Address, GenesisAccount>>;
}

interface Call {
  from?: Address;
  value?: Hex;
}

type Diff = Record<Address, { storage?: Record<Hex, Hex> }>;

/** Deterministic: neither the wall clock nor chance enters. */
export async function createScratchEngine(o: {
  chainId: bigint;
  hardfork?: Hardfork;
  genesis?: Genesis;
}): Promise<ScratchEngine> {
  const genesis = o.genesis ?? { timestamp: 1_700_000_000n, accounts: {} };
  const engine = await createEngine({
    chainId: o.chainId,
    hardfork: o.hardfork ?? 'shanghai',
    genesis,
    baseFee: 'free',
    blockGasLimit: 2n ** 50n,
  });
  const hashes: Hex[] = [];
  const senders = new Set<Address>([zeroAddress]);
  let time = genesis.timestamp;

  const mine = async (hash: Hex): Promise<Hex> => {
    time += 1n;
    const { from } = await mineAlone({ engine, hash, time });
    senders.add(getAddress(from));
    hashes.push(hash);
    return hash;
  };
  const request = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    switch (method) {
      case 'eth_sendRawTransaction':
        return mine(await engine.request<Hex>(method, params));
      case 'eth_sendTransaction':
        return mine(await sendAs(engine, params[0] as Call));
      case 'eth_accounts':
        return [];
      case 'eth_gasPrice':
      case 'eth_maxPriorityFeePerGas':
        return '0x0';
      default:
        if (isReadMethod(method)) return engine.request(method, params);
        throw new RpcError({ code: rpcErrorCode.methodRefused, message: `${method} is refused` });
    }
  };
  return {
    request: async <T>({ method, params = [] }: { method: string; params?: readonly unknown[] }) =>
      (await request(method, params)) as T,
    allocations: () => readAllocations({ engine, hashes, senders }),
  };
}

/** @throws RpcError when the transaction cannot be executed, or reverts */
async function mineAlone(o: {
  engine: Engine;
  hash: Hex;
  time: bigint;
}): Promise<{ from: Address; status: Hex }> {
  const { engine, hash, time } = o;
  await engine.request('evm_setNextBlockTimestamp', [numberToHex(time)]);
  await engine.request('hardhat_setCoinbase', [zeroAddress]);
  await engine.request('hardhat_setPrevRandao', [numberToHex(time, { size: 32 })]);
  await engine.request('hardhat_setNextBlockBaseFeePerGas', ['0x0']);
  await engine.request('evm_mine');
  const receipt = await engine.request<{ from: Address; status: Hex } | null>(
    'eth_getTransactionReceipt',
    [hash],
  );
  if (!receipt) {
    await engine.request('hardhat_dropTransaction', [hash]);
    throw new RpcError({ code: rpcErrorCode.server, message: `${hash} cannot be executed` });
  }
  if (receipt.status !== '0x1') {
    throw new RpcError({ code: rpcErrorCode.reverted, message: `${hash} reverted` });
  }
  return receipt;
}

/** Sends from an address that nobody holds the key of, with just the balance that it needs. */
async function sendAs(engine: Engine, call: Call): Promise<Hex> {
  const from = call.from ?? zeroAddress;
  const balance = await engine.request<Hex>('eth_getBalance', [from, 'latest']);
  const value = hexToBigInt(call.value ?? '0x0');
  if (hexToBigInt(balance) < value) {
    await engine.request('hardhat_setBalance', [from, numberToHex(value)]);
  }
  await engine.request('hardhat_impersonateAccount', [from]);
  // The simulation gives the revert reason, which a mined transaction does not.
  await engine.request('eth_call', [{ ...call, from }, 'latest']);
  const { maxFeePerGas: _, maxPriorityFeePerGas: __, ...rest } = call as Record<string, unknown>;
  return engine.request<Hex>('eth_sendTransaction', [{ ...rest, from, gasPrice: '0x0' }]);
}

async function readAllocations(o: {
  engine: Engine;
  hashes: readonly Hex[];
  senders: ReadonlySet<Address>;
}): Promise<Record<Address, GenesisAccount>> {
  const touched = new Map<Address, Set<Hex>>();
  for (const hash of o.hashes) {
    const options = { tracer: 'prestateTracer', tracerConfig: { diffMode: true } };
    const { pre, post } = await o.engine.request<{ pre: Diff; post: Diff }>(
      'debug_traceTransaction',
      [hash, options],
    );
    for (const [address, { storage }] of [...Object.entries(pre), ...Object.entries(post)]) {
      const key = getAddress(address);
      const slots = touched.get(key) ?? new Set<Hex>();
      touched.set(key, slots);
      for (const slot of Object.keys(storage ?? {})) slots.add(slot as Hex);
    }
  }
  const accounts: Record<Address, GenesisAccount> = {};
  for (const [address, slots] of touched) {
    if (o.senders.has(address)) continue;
    const account = await readAccount({ engine: o.engine, address, slots });
    if (Object.keys(account).length) accounts[address] = account;
  }
  return accounts;
}

async function readAccount(o: {
  engine: Engine;
  address: Address;
  slots: ReadonlySet<Hex>;
}): Promise<GenesisAccount> {
  const ask = (method: string, ...params: unknown[]) =>
    o.engine.request<Hex>(method, [o.address, ...params, 'latest']);
  const balance = hexToBigInt(await ask('eth_getBalance'));
  const nonce = hexToBigInt(await ask('eth_getTransactionCount'));
  const code = await ask('eth_getCode');
  const storage: Record<Hex, Hex> = {};
  for (const slot of [...o.slots].sort()) {
    const value = await ask('eth_getStorageAt', slot);
    if (hexToBigInt(value) !== 0n) storage[slot] = value;
  }
  return {
    ...(balance ? { balance } : {}),
    ...(nonce ? { nonce } : {}),
    ...(code === '0x' ? {} : { code }),
    ...(Object.keys(storage).length ? { storage } : {}),
  };
}
