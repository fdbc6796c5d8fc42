import { type Address, type Hex, hexToBigInt, isAddress, isHex, numberToHex } from 'viem';
import { MethodRefusedError } from '../engine/errors.ts';
import { isReadMethod } from '../engine/isReadMethod.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { DevChain } from '../engine/types.ts';
import { assertCallFunded } from './assertCallFunded.ts';
import { createAccessList } from './createAccessList.ts';
import { estimateGas } from './estimateGas.ts';
import { formatPending } from './formatPending.ts';
import { pendingFilters } from './pendingFilters.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';
import type { RpcMethod } from './RpcMethod.ts';
import { traceBlock } from './traceBlock.ts';
import { txpoolMethods } from './txpoolMethods.ts';

export type BlockTag = 'latest' | 'pending' | 'safe' | 'finalized' | 'earliest';

export interface EthHandlerOptions {
  chain: DevChain;
  mempool: Mempool;
  /** Methods that are answered differently from, or in addition to, the standard ones. */
  overrides?: Record<string, RpcMethod>;
  /**
   * Block number of `safe` and `finalized`; both mean the newest block unless told. `latest` and
   * `pending` are the newest block, since a block is only known once it is sealed.
   */
  resolveTag?: (tag: BlockTag) => bigint | undefined;
  /** Answer of web3_clientVersion. */
  clientVersion?: string;
  /**
   * Most gas that a call or an estimate gets, whatever it asks for; 2^24 unless told, the most a
   * transaction may use from EIP-7825 on. The engine records some 300 bytes for each opcode it
   * runs, so an endless loop with a whole block's gas would take gigabytes.
   */
  callGasCap?: bigint;
}

/** Position of the block parameter, and so of the tag to resolve. */
const blockParameter: Record<string, number> = {
  debug_traceCall: 1,
  eth_call: 1,
  eth_estimateGas: 1,
  eth_feeHistory: 1,
  eth_getBalance: 1,
  eth_getBlockByNumber: 0,
  eth_getBlockTransactionCountByNumber: 0,
  eth_getCode: 1,
  eth_getProof: 2,
  eth_getStorageAt: 2,
  eth_getTransactionByBlockNumberAndIndex: 0,
  eth_getTransactionCount: 1,
};

/** Served by the engine as they are. */
const passedOn = new Set([
  ...Object.keys(blockParameter),
  'debug_traceTransaction',
  'eth_getBlockByHash',
  'eth_getBlockTransactionCountByHash',
  'eth_getFilterLogs',
  'eth_getTransactionByBlockHashAndIndex',
  'eth_getTransactionReceipt',
  'eth_newBlockFilter',
  'web3_sha3',
]);

/**
 * The standard Ethereum methods on a dev chain and its mempool.
 * @returns a handler for `startRpcServer`
 */
export function createEthHandler(
  o: EthHandlerOptions,
): (method: string, params: unknown[]) => Promise<unknown> {
  const own = { ...ownMethods(o), ...o.overrides };
  return async (method, params) => {
    const override = Object.hasOwn(own, method) ? own[method] : undefined;
    if (override) return override(params);
    if (passedOn.has(method)) {
      const resolved = resolve(o, method, params);
      if (CALLS.has(method)) await assertCallFunded({ chain: o.chain, params: resolved });
      return method === 'eth_estimateGas'
        ? estimateGas({ chain: o.chain, params: resolved })
        : o.chain.request(method, resolved);
    }
    if (/^(hardhat|evm|anvil)_/.test(method) || (method.startsWith('eth_') && isWrite(method))) {
      const { shortMessage: message } = new MethodRefusedError({ method });
      throw new RpcError({ code: rpcErrorCode.methodRefused, message });
    }
    throw new RpcError({
      code: rpcErrorCode.methodNotFound,
      message: `the method ${method} does not exist/is not available`,
    });
  };
}

const isWrite = (method: string): boolean => !isReadMethod(method);

function ownMethods(o: EthHandlerOptions): Record<string, RpcMethod> {
  const { chain, mempool } = o;
  const block = (method: string, params: unknown[]) =>
    chain.request<Record<string, unknown> | null>(method, resolveBlock(o, method, params));
  return {
    ...txpoolMethods(mempool),
    ...pendingFilters({ chain, mempool }),
    debug_getRawTransaction: ([hash]) => rawTransaction(o, hash),
    debug_traceBlockByHash: ([hash, options]) =>
      traceBlock({ chain, block: block('eth_getBlockByHash', [hash, false]), options }),
    debug_traceBlockByNumber: ([number, options]) =>
      traceBlock({ chain, block: block('eth_getBlockByNumber', [number, false]), options }),
    eth_accounts: () => [],
    eth_blockNumber: () => numberToHex(chain.head().number),
    eth_chainId: () => numberToHex(chain.config.chainId),
    eth_createAccessList: (params) =>
      createAccessList({ chain, params: resolve(o, 'eth_call', params) }),
    eth_getBlockReceipts: async ([id]) => {
      const byHash = typeof id === 'string' && id.length === 66;
      const method = byHash ? 'eth_getBlockByHash' : 'eth_getBlockByNumber';
      const hashes = (await block(method, [id, false]))?.['transactions'] as Hex[] | undefined;
      if (!hashes) return null;
      return Promise.all(hashes.map((h) => chain.request('eth_getTransactionReceipt', [h])));
    },
    eth_getLogs: ([filter]) => chain.request('eth_getLogs', [resolveFilter(o, filter)]),
    eth_newFilter: ([filter]) => chain.request('eth_newFilter', [resolveNewFilter(o, filter)]),
    eth_getRawTransactionByHash: ([hash]) => rawTransaction(o, hash),
    eth_getTransactionByHash: ([hash]) => {
      const waiting = isHex(hash) && mempool.get(hash.toLowerCase() as Hex);
      return waiting ? formatPending(waiting) : chain.request('eth_getTransactionByHash', [hash]);
    },
    eth_getTransactionCount: async ([address, tag]) => {
      if (!isAddress(String(address), { strict: false })) {
        const message = `invalid address ${JSON.stringify(address)}`;
        throw new RpcError({ code: rpcErrorCode.invalidParams, message });
      }
      if (tag === 'pending') return numberToHex(await mempool.nonce(address as Address));
      const params = resolveBlock(o, 'eth_getTransactionCount', [address, tag]);
      return chain.request('eth_getTransactionCount', params);
    },
    eth_getUncleCountByBlockHash: () => '0x0',
    eth_getUncleCountByBlockNumber: () => '0x0',
    eth_gasPrice: () => gasPrice(chain),
    eth_maxPriorityFeePerGas: () => numberToHex(priorityFee(chain)),
    eth_sendRawTransaction: ([raw]) => mempool.add(raw),
    eth_hashrate: () => '0x0',
    eth_mining: () => false,
    eth_protocolVersion: () => '0x41',
    eth_subscribe: onlyOverWebSocket,
    eth_unsubscribe: onlyOverWebSocket,
    eth_getUncleByBlockHashAndIndex: () => null,
    eth_getUncleByBlockNumberAndIndex: () => null,
    eth_syncing: () => false,
    net_listening: () => true,
    net_peerCount: () => '0x0',
    net_version: () => chain.config.chainId.toString(),
    web3_clientVersion: () => o.clientVersion ?? `bigfile-devkit/${chain.engineVersion}`,
  };
}

function onlyOverWebSocket(): never {
  throw new RpcError({
    code: rpcErrorCode.methodNotFound,
    message: 'subscriptions need a connection: use ws:// on the same port',
  });
}

const CALLS = new Set(['eth_call', 'eth_estimateGas', 'debug_traceCall']);
const GAS_CAP = 2n ** 24n;

function resolve(o: EthHandlerOptions, method: string, params: unknown[]): unknown[] {
  const resolved = resolveBlock(o, method, params);
  const [call] = resolved;
  if (!CALLS.has(method) || typeof call !== 'object' || call === null) return resolved;
  const cap = o.callGasCap ?? GAS_CAP;
  const asked = 'gas' in call && isHex(call.gas) ? hexToBigInt(call.gas) : cap;
  return resolved.with(0, { ...call, gas: numberToHex(asked < cap ? asked : cap) });
}

/** Replaces a tag by the number it stands for, and an absent block by the newest. */
function resolveBlock(o: EthHandlerOptions, method: string, params: unknown[]): unknown[] {
  const position = blockParameter[method];
  if (position === undefined || position > params.length) return params;
  const resolved = [...params];
  // An estimate is about the next block, whose time may be long past that of the newest one.
  const absent = method === 'eth_estimateGas' ? 'pending' : 'latest';
  const tag = params[position] ?? absent;
  resolved[position] = tag === 'pending' && CALLS.has(method) ? tag : resolveTag(o, tag);
  return method === 'eth_getStorageAt' || method === 'eth_getProof' ? padSlots(resolved) : resolved;
}

function resolveTag(o: EthHandlerOptions, tag: unknown): unknown {
  switch (tag) {
    case 'pending':
    case 'latest':
      return 'latest';
    case 'earliest':
      return '0x0';
    case 'safe':
    case 'finalized':
      return numberToHex(o.resolveTag?.(tag) ?? o.chain.head().number);
    default:
      return tag;
  }
}

function resolveFilter(o: EthHandlerOptions, filter: unknown): unknown {
  if (typeof filter !== 'object' || filter === null) return filter;
  const { fromBlock, toBlock, ...rest } = filter as Record<string, unknown>;
  return {
    ...rest,
    ...(fromBlock === undefined ? {} : { fromBlock: resolveTag(o, fromBlock) }),
    ...(toBlock === undefined ? {} : { toBlock: resolveTag(o, toBlock) }),
  };
}

/** One that names no start tells what comes from now on; the engine would add the newest block. */
function resolveNewFilter(o: EthHandlerOptions, filter: unknown): unknown {
  const resolved = resolveFilter(o, filter) as Record<string, unknown>;
  if (resolved?.['blockHash'] || (resolved?.['fromBlock'] ?? 'latest') !== 'latest')
    return resolved;
  return { ...resolved, fromBlock: numberToHex(o.chain.head().number + 1n) };
}

/** The engine wants slots as 32-byte words; others take any quantity. */
function padSlots([address, slots, block]: unknown[]): unknown[] {
  const pad = (slot: unknown): unknown =>
    isHex(slot) && slot.length <= 66 ? `0x${slot.slice(2).padStart(64, '0')}` : slot;
  return [address, Array.isArray(slots) ? slots.map(pad) : pad(slots), block];
}

async function rawTransaction(o: EthHandlerOptions, hash: unknown): Promise<Hex | null> {
  const waiting = isHex(hash) && o.mempool.get(hash.toLowerCase() as Hex);
  if (waiting) return waiting.raw;
  const mined = await o.chain.request<{ blockNumber: Hex; transactionIndex: Hex } | null>(
    'eth_getTransactionByHash',
    [hash],
  );
  if (!mined) return null;
  const block = o.chain.block(BigInt(mined.blockNumber));
  return block?.transactions[Number(mined.transactionIndex)] ?? null;
}

const TIP = 1_000_000_000n;

function priorityFee(chain: DevChain): bigint {
  return chain.config.baseFee === 'free' ? 0n : TIP;
}

function gasPrice(chain: DevChain): Hex {
  return numberToHex(chain.head().baseFeePerGas + priorityFee(chain));
}
