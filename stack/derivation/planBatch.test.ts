import { type Hex, numberToHex, pad, zeroHash } from 'viem';
import { describe, expect, test } from 'vitest';
import { encodeBatchL2Data } from '../batch/index.ts';
import type { L1InfoLeaf, SequencedBatch } from '../l1info/index.ts';
import { planBatch } from './planBatch.ts';

const word = (n: number): Hex => pad(numberToHex(n), { size: 32 });
const coinbase = '0x00000000000000000000000000000000000005e9';

const leaf = (index: number): L1InfoLeaf | undefined =>
  index > 4
    ? undefined
    : {
        index,
        mainnetExitRoot: zeroHash,
        rollupExitRoot: zeroHash,
        globalExitRoot: word(100 + index),
        blockHash: word(200 + index),
        timestamp: 1000n + BigInt(index),
        blockNumber: BigInt(index),
        l1InfoRoot: zeroHash,
      };

function normal(...blocks: [deltaTimestamp: number, l1InfoTreeIndex: number][]): SequencedBatch {
  return {
    number: 2n,
    transactions: encodeBatchL2Data(
      blocks.map(([deltaTimestamp, l1InfoTreeIndex]) => ({
        deltaTimestamp,
        l1InfoTreeIndex,
        transactions: [],
      })),
    ),
    coinbase,
    limits: { l1InfoRoot: zeroHash, leafCount: 7, maxTimestamp: 1010n },
  };
}

const plan = (batch: SequencedBatch, leafIndex = 1) =>
  planBatch({ batch, parent: { timestamp: 1000n, leafIndex }, leaf });

describe('a normal batch', () => {
  test('moves time on block by block and imports leaves', () => {
    const plans = plan(normal([2, 2], [0, 0], [3, 4], [0, 4], [5, 0]));
    expect(plans.map((p) => p.timestamp)).toEqual([1002n, 1002n, 1005n, 1005n, 1010n]);
    expect(plans.map((p) => p.exitRoot?.globalExitRoot)).toEqual([
      word(102),
      undefined,
      word(104),
      word(104),
      undefined,
    ]);
    expect(plans[0]).toMatchObject({
      coinbase,
      exitRoot: { blockHash: word(202) },
      meta: { batch: 2, kind: 'normal', l1InfoTreeIndex: 2 },
    });
  });

  test('must not give a discount', () => {
    const transactions = [255, 254].map((effectivePercentage) => ({
      raw: '0xe280018252089400000000000000000000000000000000000000bb0180830cf2888080' as Hex,
      effectivePercentage,
    }));
    const data = encodeBatchL2Data([{ deltaTimestamp: 1, l1InfoTreeIndex: 0, transactions }]);
    expect(() => plan({ ...normal(), transactions: data })).toThrow(/whole gas price/);
  });

  test('may be empty', () => {
    expect(plan(normal())).toEqual([]);
  });

  test('may not import a leaf from before its parent’s', () => {
    expect(plan(normal([5, 3]), 3)).toHaveLength(1);
    expect(() => plan(normal([5, 3]), 4)).toThrow(
      expect.objectContaining({ details: 'leaf 3 after leaf 4' }),
    );
  });

  test.each<[string, [number, number][], RegExp]>([
    [
      'a block after the maximum',
      [
        [5, 0],
        [6, 0],
      ],
      /block time 1011, maximum 1010/,
    ],
    ['a leaf beyond the sequence', [[9, 7]], /leaf 7 of 7/],
    ['a leaf that is not on L1', [[9, 6]], /leaf 6 was not seen/],
    [
      'a leaf from before',
      [
        [5, 3],
        [0, 2],
      ],
      /leaf 2 after leaf 3/,
    ],
    ['a block older than its leaf', [[2, 3]], /block time 1002, leaf 3 at 1003/],
  ])('%s is refused', (_name, blocks, facts) => {
    expect(() => plan(normal(...blocks))).toThrow(
      expect.objectContaining({
        code: 'STACK_BATCH_REFUSED',
        batch: 2n,
        details: expect.stringMatching(facts),
      }),
    );
  });
});

describe('a forced batch', () => {
  const forced = (o: { transactions: Hex; timestamp: bigint }): SequencedBatch => ({
    ...normal(),
    transactions: o.transactions,
    forced: { globalExitRoot: word(1), timestamp: o.timestamp, blockHash: word(2) },
  });

  test('is one block, not before its parent, with its exit root', () => {
    const [late] = plan(forced({ transactions: '0x', timestamp: 1007n }));
    const [early] = plan(forced({ transactions: '0x', timestamp: 900n }));
    expect(late).toMatchObject({
      timestamp: 1007n,
      exitRoot: { globalExitRoot: word(1), blockHash: word(2) },
      meta: { kind: 'forced', l1InfoTreeIndex: 0 },
    });
    expect(early!.timestamp).toBe(1000n);
  });

  test.each<Hex>(['0x0b', '0xff', '0xc0', '0x0f'])('of malformed data %s is void', (data) => {
    expect(plan(forced({ transactions: data, timestamp: 1n }))[0]!.transactions).toEqual([]);
  });
});
