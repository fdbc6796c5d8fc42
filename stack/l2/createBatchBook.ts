import type { Hex } from 'viem';
import { BLOCK_HEADER_BYTES, batchTransactionLength, encodeBatchL2Data } from '../batch/index.ts';
import type { DevChain, SealedBlock } from '../engine/types.ts';
import { l2BlockMeta } from './blockInputs.ts';

/** A batch of the local chain, whether L1 knows it or not. */
export interface LocalBatch {
  number: bigint;
  kind: 'injected' | 'normal' | 'forced';
  firstBlock: bigint;
  lastBlock: bigint;
  transactions: number;
  /** Bytes of its batch data. */
  bytes: number;
  /** Highest leaf of the L1 info tree imported up to its end. */
  leafIndex: number;
  closed: boolean;
  /** Number of the last forced batch up to its end; 0 before the first. */
  forcedNumber: bigint;
}

/** Which block belongs to which batch, recovered from the chain; what is closed is durable. */
export interface BatchBook {
  batch(number: bigint): LocalBatch | undefined;
  /** The newest batch, open or closed. */
  last(): LocalBatch | undefined;
  /** Number for the next block: of the open batch, or a new one. */
  current(): { number: bigint; open: LocalBatch | undefined };
  batchOfBlock(block: bigint): bigint | undefined;
  /**
   * Closes every batch up to this one, and counts as empty those that have no blocks. It stays so
   * after a restart.
   */
  close(number: bigint): void;
  /** What the journal has to hold once the blocks above `block` are gone. */
  afterRollback(block: bigint): Record<string, string>;
  /** What `sequenceBatches` takes for a batch. */
  batchL2Data(number: bigint): Hex;
  stop(): void;
}

const CLOSED_KEY = 'l2.closedBatch';

/** Reads the chain once, then follows it. */
export function createBatchBook(o: { chain: DevChain }): BatchBook {
  const { chain } = o;
  const batches: LocalBatch[] = [];
  let closedUpTo = BigInt(chain.journal.get(CLOSED_KEY) ?? '1');

  const add = (block: SealedBlock): void => addBlock(batches, block);
  for (let number = 1n; number <= chain.head().number; number += 1n) add(chain.block(number)!);
  const stops = [
    chain.onBlock(add),
    chain.onRollback(({ head }) => {
      closedUpTo = BigInt(chain.journal.get(CLOSED_KEY) ?? '1');
      const kept = batches.findIndex((batch) => batch.lastBlock >= head.number);
      const again = batches[kept]?.firstBlock ?? head.number + 1n;
      if (kept >= 0) batches.splice(kept);
      for (let number = again; number <= head.number; number += 1n) add(chain.block(number)!);
    }),
  ];

  const find = (number: bigint): LocalBatch | undefined => {
    const batch = batches[Number(number) - 1];
    return batch && { ...batch, closed: number <= closedUpTo };
  };
  const last = () => find(BigInt(batches.length));
  return {
    batch: find,
    last,
    current() {
      const newest = last();
      const open = newest?.closed === false ? newest : undefined;
      return { number: open?.number ?? BigInt(batches.length) + 1n, open };
    },
    batchOfBlock(number) {
      if (number === 0n) return 0n;
      const block = chain.block(number);
      return block && BigInt(l2BlockMeta(block)!.batch);
    },
    close(number) {
      if (number <= closedUpTo) return;
      fillEmpty(batches, { upTo: Number(number), nextBlock: chain.head().number + 1n });
      chain.journal.set(CLOSED_KEY, number.toString());
      closedUpTo = number;
    },
    afterRollback(block) {
      const whole = batches.findLast((batch) => batch.lastBlock <= block)?.number ?? 1n;
      return { [CLOSED_KEY]: (whole < closedUpTo ? whole : closedUpTo).toString() };
    },
    batchL2Data: (number) => batchData(chain, batches[Number(number) - 1]!),
    stop() {
      for (const stop of stops) stop();
    },
  };
}

function addBlock(batches: LocalBatch[], block: SealedBlock): void {
  const meta = l2BlockMeta(block)!;
  const before = batches.at(-1);
  const header = meta.kind === 'normal' ? BLOCK_HEADER_BYTES : 0;
  const bytes = block.transactions.reduce(
    (sum, raw) => sum + batchTransactionLength({ raw }),
    header,
  );
  const leafIndex = Math.max(before?.leafIndex ?? 0, meta.l1InfoTreeIndex);
  const forcedNumber = BigInt(meta.forced?.number || (before?.forcedNumber ?? 0));
  if (before?.number === BigInt(meta.batch)) {
    before.lastBlock = block.number;
    before.transactions += block.transactions.length;
    before.bytes += bytes;
    before.leafIndex = leafIndex;
    return;
  }
  fillEmpty(batches, { upTo: meta.batch - 1, nextBlock: block.number });
  batches.push({
    number: BigInt(meta.batch),
    kind: meta.kind,
    firstBlock: block.number,
    lastBlock: block.number,
    transactions: block.transactions.length,
    bytes,
    leafIndex,
    closed: false,
    forcedNumber,
  });
}

/** Batches without blocks: another sequencer may have made them. */
function fillEmpty(batches: LocalBatch[], o: { upTo: number; nextBlock: bigint }): void {
  while (batches.length < o.upTo) {
    batches.push({
      number: BigInt(batches.length + 1),
      kind: 'normal',
      firstBlock: o.nextBlock,
      lastBlock: o.nextBlock - 1n,
      transactions: 0,
      bytes: 0,
      leafIndex: batches.at(-1)?.leafIndex ?? 0,
      closed: true,
      forcedNumber: batches.at(-1)?.forcedNumber ?? 0n,
    });
  }
}

function batchData(chain: DevChain, batch: LocalBatch): Hex {
  const forced = batch.kind === 'forced' && l2BlockMeta(chain.block(batch.firstBlock)!)!.forced;
  if (forced) return forced.data;
  const blocks: SealedBlock[] = [];
  for (let n = batch.firstBlock; n <= batch.lastBlock; n += 1n) blocks.push(chain.block(n)!);
  const encoded = encodeBatchL2Data(
    blocks.map((block) => ({
      deltaTimestamp: Number(block.timestamp - chain.block(block.number - 1n)!.timestamp),
      l1InfoTreeIndex: l2BlockMeta(block)!.l1InfoTreeIndex,
      transactions: block.transactions.map((raw) => ({ raw, effectivePercentage: 255 })),
    })),
  );
  if (batch.kind === 'normal') return encoded;
  return `0x${encoded.slice(2 + BLOCK_HEADER_BYTES * 2)}`;
}
