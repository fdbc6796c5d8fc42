import {
  type Address,
  encodeAbiParameters,
  type Hex,
  hexToBigInt,
  keccak256,
  parseTransaction,
  zeroHash,
} from 'viem';
import { decodeTransactionList } from '../batch/index.ts';
import { readTransaction } from '../engine/readTransaction.ts';
import type { BlockInputs, DevChain, SystemWrite } from '../engine/types.ts';
import type { InjectedBatch, L1InfoLeaf } from '../l1info/index.ts';
import { L2_EXIT_ROOT_ADDRESS, L2_TRANSACTION_GAS_CAP } from './constants.ts';

/** A global exit root that a block makes known to the L2. */
export interface ExitRootImport {
  globalExitRoot: Hex;
  /** Hash of the L1 block before the one that holds the root: what the L2 stores for it. */
  blockHash: Hex;
  /** L1 block that holds the root; 0 when it is not known. */
  l1Block: number;
}

/** What is recorded with each block of the L2. */
export interface L2BlockMeta extends Record<string, unknown> {
  batch: number;
  kind: 'injected' | 'normal' | 'forced';
  /** Leaf of the L1 info tree that the block imports; 0 for none. */
  l1InfoTreeIndex: number;
  /** What the block takes from L1; another branch of the L1 may not have it. */
  exitRoot?: ExitRootImport;
  /** The forced batch that the block is. */
  forced?: {
    /** Its number among the forced batches, from 1; 0 when L1 does not tell. */
    number: number;
    /** seconds */
    timestamp: number;
    data: Hex;
  };
}

/** One block of the L2, in terms of batches. */
export interface L2BlockPlan {
  meta: L2BlockMeta;
  /** seconds */
  timestamp: bigint;
  coinbase: Address;
  exitRoot?: ExitRootImport;
  /** Raw, signed. */
  transactions: readonly Hex[];
}

/**
 * The rules by which a block of the L2 is made, shared by the sequencer and by everyone who
 * rebuilds the chain: system write, prevrandao, gas cap. Whoever changes them forks the chain.
 */
export async function toBlockInputs(o: {
  chain: DevChain;
  plan: L2BlockPlan;
}): Promise<BlockInputs> {
  const { chain, plan } = o;
  return {
    timestamp: plan.timestamp,
    coinbase: plan.coinbase,
    prevRandao: zeroHash,
    systemWrites: plan.exitRoot ? await importExitRoot({ chain, exitRoot: plan.exitRoot }) : [],
    transactions: admissible(plan.transactions),
    meta: { ...plan.meta, ...(plan.exitRoot ? { exitRoot: plan.exitRoot } : {}) },
  };
}

/** Batch 1: one block with the transaction that initialises the bridge. */
export function injectedBlockPlan(injected: InjectedBatch): L2BlockPlan {
  return {
    meta: { batch: 1, kind: 'injected', l1InfoTreeIndex: 0 },
    timestamp: injected.timestamp,
    coinbase: injected.sequencer,
    exitRoot: {
      globalExitRoot: injected.globalExitRoot,
      blockHash: injected.blockHash,
      l1Block: Number(injected.blockNumber),
    },
    transactions: decodeTransactionList(injected.transactions).map((t) => t.raw),
  };
}

/** What a block takes from a leaf of the L1 info tree. */
export function exitRootOf(leaf: L1InfoLeaf): ExitRootImport {
  const { globalExitRoot, blockHash, blockNumber } = leaf;
  return { globalExitRoot, blockHash, l1Block: Number(blockNumber) };
}

/** The meta of a block made by `toBlockInputs`; `undefined` for the genesis. */
export function l2BlockMeta(block: { number: bigint; meta: object }): L2BlockMeta | undefined {
  return block.number === 0n ? undefined : (block.meta as L2BlockMeta);
}

/** `globalExitRootMap[root]`, a mapping in slot 0. */
export function exitRootSlot(globalExitRoot: Hex): Hex {
  const types = [{ type: 'bytes32' }, { type: 'uint256' }] as const;
  return keccak256(encodeAbiParameters(types, [globalExitRoot, 0n]));
}

/** An entry is written once: a root that is known keeps its first block hash. */
async function importExitRoot(o: {
  chain: DevChain;
  exitRoot: ExitRootImport;
}): Promise<SystemWrite[]> {
  const { globalExitRoot, blockHash } = o.exitRoot;
  if (globalExitRoot === zeroHash) return [];
  const slot = exitRootSlot(globalExitRoot);
  const known = await o.chain.request<Hex>('eth_getStorageAt', [
    L2_EXIT_ROOT_ADDRESS,
    slot,
    'latest',
  ]);
  return hexToBigInt(known) === 0n
    ? [{ address: L2_EXIT_ROOT_ADDRESS, slot, value: blockHash }]
    : [];
}

/** Those of a block's transactions that are given to the engine; the others leave no trace. */
export function admissible(transactions: readonly Hex[]): Hex[] {
  return transactions.filter((raw) => {
    const gas = gasOf(raw);
    return gas !== undefined && gas <= L2_TRANSACTION_GAS_CAP;
  });
}

/** Of a transaction of any type that viem knows: ours takes fewer, in a tenth of the time. */
function gasOf(raw: Hex): bigint | undefined {
  try {
    return readTransaction(Buffer.from(raw.slice(2), 'hex')).gas;
  } catch {
    return readByViem(raw);
  }
}

function readByViem(raw: Hex): bigint | undefined {
  try {
    return parseTransaction(raw).gas ?? 0n;
  } catch {
    return undefined;
  }
}
