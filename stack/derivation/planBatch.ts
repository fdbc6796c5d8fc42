import { type Hex, keccak256 } from 'viem';
import {
  type BatchBlock,
  BatchDecodeError,
  decodeBatchL2Data,
  decodeTransactionList,
} from '../batch/index.ts';
import type { ForcedBatch, L1InfoLeaf, SequencedBatch } from '../l1info/index.ts';
import { type ExitRootImport, exitRootOf, type L2BlockPlan } from '../l2/blockInputs.ts';
import { BatchRefusedError } from './errors.ts';

/** `effectivePercentage` without a discount. */
const FULL_PRICE = 255;

/** Where the chain stands before a batch. */
export interface BatchParent {
  /** Time of the last L2 block, seconds. */
  timestamp: bigint;
  /** Highest leaf of the L1 info tree imported so far. */
  leafIndex: number;
}

export interface PlanBatchOptions {
  batch: SequencedBatch;
  parent: BatchParent;
  leaf: (index: number) => L1InfoLeaf | undefined;
  /** Which forced batch this is, where it is one and L1 tells. */
  forced?: ForcedBatch | undefined;
}

/**
 * The blocks that a batch on L1 leads to. All rules are checked before the first block is made.
 * @throws BatchRefusedError for a normal batch that breaks one; a forced batch never throws
 */
export function planBatch(o: PlanBatchOptions): L2BlockPlan[] {
  return o.batch.forced
    ? [planForced({ ...o, ofSequence: o.batch.forced })]
    : planNormal({ ...o, blocks: decode(o.batch) });
}

/**
 * Anyone may force any bytes, so malformed ones must not stop the chain: they make a block
 * without transactions. The exit root is imported either way.
 */
function planForced(
  o: PlanBatchOptions & { ofSequence: NonNullable<SequencedBatch['forced']> },
): L2BlockPlan {
  const { globalExitRoot, timestamp, blockHash } = o.ofSequence;
  const { number, transactions: data, coinbase } = o.batch;
  const forced = { number: Number(o.forced?.number ?? 0n), timestamp: Number(timestamp), data };
  return {
    meta: { batch: Number(number), kind: 'forced', l1InfoTreeIndex: 0, forced },
    timestamp: later(timestamp, o.parent.timestamp),
    coinbase,
    exitRoot: { globalExitRoot, blockHash, l1Block: Number(o.forced?.blockNumber ?? 0n) },
    transactions: forcedTransactions(data),
  };
}

function forcedTransactions(data: Hex): Hex[] {
  try {
    return decodeTransactionList(data).map((t) => t.raw);
  } catch (error) {
    if (error instanceof BatchDecodeError) return [];
    throw error;
  }
}

function planNormal(o: PlanBatchOptions & { blocks: BatchBlock[] }): L2BlockPlan[] {
  const { batch } = o;
  let { timestamp, leafIndex } = o.parent;
  return o.blocks.map((block) => {
    const { l1InfoTreeIndex } = block;
    timestamp += BigInt(block.deltaTimestamp);
    if (timestamp > batch.limits.maxTimestamp) {
      throw new BatchRefusedError({
        batch: batch.number,
        rule: 'no block may be later than the maximum of its sequence',
        facts: `block time ${timestamp}, maximum ${batch.limits.maxTimestamp}`,
      });
    }
    assertFullPrice({ batch, block });
    const exitRoot = importLeaf({ ...o, l1InfoTreeIndex, timestamp, leafIndex });
    if (exitRoot) leafIndex = l1InfoTreeIndex;
    return {
      meta: { batch: Number(batch.number), kind: 'normal', l1InfoTreeIndex },
      timestamp,
      coinbase: batch.coinbase,
      ...(exitRoot ? { exitRoot } : {}),
      transactions: block.transactions.map((t) => t.raw),
    };
  });
}

/** The engine charges what a transaction offers; cdk-erigon would apply the discount. */
function assertFullPrice(o: { batch: SequencedBatch; block: BatchBlock }): void {
  const found = o.block.transactions.find((t) => t.effectivePercentage !== FULL_PRICE);
  if (!found) return;
  throw new BatchRefusedError({
    batch: o.batch.number,
    rule: 'every transaction is charged its whole gas price',
    facts: `transaction ${keccak256(found.raw)} at ${found.effectivePercentage}, whole ${FULL_PRICE}`,
  });
}

function importLeaf(
  o: PlanBatchOptions & { l1InfoTreeIndex: number; timestamp: bigint; leafIndex: number },
): ExitRootImport | undefined {
  const { batch, l1InfoTreeIndex: index, timestamp, leafIndex } = o;
  if (index === 0) return undefined;
  const refuse = (rule: string, facts: string) =>
    new BatchRefusedError({ batch: batch.number, rule, facts });
  const { leafCount } = batch.limits;
  if (index >= leafCount) {
    throw refuse('a block may only import leaves of its sequence', `leaf ${index} of ${leafCount}`);
  }
  if (index < leafIndex) {
    throw refuse('leaves are imported in order', `leaf ${index} after leaf ${leafIndex}`);
  }
  const leaf = o.leaf(index);
  if (!leaf) throw refuse('an imported leaf must be on L1', `leaf ${index} was not seen`);
  if (timestamp < leaf.timestamp) {
    const facts = `block time ${timestamp}, leaf ${index} at ${leaf.timestamp}`;
    throw refuse('a block is not older than the leaf it imports', facts);
  }
  return exitRootOf(leaf);
}

function decode(batch: SequencedBatch): BatchBlock[] {
  try {
    return decodeBatchL2Data(batch.transactions);
  } catch (cause) {
    if (!(cause instanceof BatchDecodeError)) throw cause;
    throw new BatchRefusedError({
      batch: batch.number,
      rule: 'its data must be well formed',
      facts: cause.shortMessage,
      cause,
    });
  }
}

function later(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
