import { type Hex, zeroAddress, zeroHash } from 'viem';
import { expect, test } from 'vitest';
import { accInputHash, encodeBatchL2Data } from '../batch/index.ts';
import { buildSequence, finalAccInputHash } from './buildSequence.ts';
import type { L2Batch } from './readL2Batch.ts';

const batch = (number: bigint, leaves: number[]): L2Batch => ({
  number,
  closed: true,
  batchL2Data: encodeBatchL2Data(
    leaves.map((l1InfoTreeIndex) => ({ deltaTimestamp: 1, l1InfoTreeIndex, transactions: [] })),
  ),
  timestamp: 1_700_000_000n + number,
  stateRoot: zeroHash,
  localExitRoot: zeroHash,
});

test('default: the leaf count covers the highest leaf, the time is that of the last batch', () => {
  const batches = [batch(2n, [0, 3]), batch(3n, [5, 0]), batch(4n, [0])];
  expect(buildSequence({ batches, coinbase: zeroAddress })).toMatchObject({
    l1InfoTreeLeafCount: 6,
    maxSequenceTimestamp: 1_700_000_004n,
    l2Coinbase: zeroAddress,
  });
});

test('behavior: without imports the leaf count is 0', () => {
  const sequence = buildSequence({ batches: [batch(2n, [0, 0])], coinbase: zeroAddress });
  expect(sequence.l1InfoTreeLeafCount).toBe(0);
});

test('behavior: the hash chain runs over all batches with one root and one time', () => {
  const batches = [batch(2n, [0]), batch(3n, [1])];
  const sequence = buildSequence({ batches, coinbase: zeroAddress });
  const link = (previous: Hex, { batchL2Data: transactions }: L2Batch) =>
    accInputHash({
      previous,
      transactions,
      l1InfoRoot: `0x${'11'.repeat(32)}`,
      timestamp: 1_700_000_003n,
      coinbase: zeroAddress,
    });
  const previous: Hex = `0x${'22'.repeat(32)}`;
  const expected = batches.reduce(link, previous);
  expect(finalAccInputHash({ previous, sequence, l1InfoRoot: `0x${'11'.repeat(32)}` })).toBe(
    expected,
  );
});
