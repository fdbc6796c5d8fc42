import { concatHex, type Hex, keccak256, numberToHex, pad, sha256, size } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  accInputHash,
  forcedBatchHash,
  inputSnark,
  SCALAR_FIELD,
  type SnarkInput,
  snarkInputBytes,
} from './index.ts';

const word = (byte: number): Hex => pad(numberToHex(byte), { size: 32 });
const address = `0x${'ab'.repeat(20)}` as const;

test('accInputHash packs 156 bytes', () => {
  const packed = concatHex([
    word(1),
    keccak256('0x0b'),
    word(2),
    numberToHex(3n, { size: 8 }),
    address,
    word(4),
  ]);
  expect(size(packed)).toBe(156);
  const fields = { previous: word(1), transactions: '0x0b', l1InfoRoot: word(2) } as const;
  expect(
    accInputHash({ ...fields, timestamp: 3n, coinbase: address, forcedBlockHash: word(4) }),
  ).toBe(keccak256(packed));
  expect(accInputHash({ ...fields, timestamp: 3n, coinbase: address })).toBe(
    keccak256(concatHex([packed.slice(0, 2 + 124 * 2) as Hex, word(0)])),
  );
});

test('a forced batch is remembered as keccak of 104 bytes', () => {
  const packed = concatHex([keccak256('0x1234'), word(5), numberToHex(6n, { size: 8 }), word(7)]);
  expect(size(packed)).toBe(104);
  expect(
    forcedBatchHash({
      transactions: '0x1234',
      globalExitRoot: word(5),
      timestamp: 6n,
      blockHash: word(7),
    }),
  ).toBe(keccak256(packed));
});

describe('the public input of a batch proof', () => {
  const input: SnarkInput = {
    aggregator: address,
    oldStateRoot: word(1),
    oldAccInputHash: word(2),
    initNumBatch: 3n,
    chainId: 424242n,
    forkId: 12n,
    newStateRoot: word(4),
    newAccInputHash: word(5),
    newLocalExitRoot: word(6),
    finalNewBatch: 7n,
  };

  test('is 212 bytes in the order of the contract', () => {
    const expected = concatHex([
      address,
      word(1),
      word(2),
      ...[3n, 424242n, 12n].map((n) => numberToHex(n, { size: 8 })),
      word(4),
      word(5),
      word(6),
      numberToHex(7n, { size: 8 }),
    ]);
    expect(size(expected)).toBe(212);
    expect(snarkInputBytes(input)).toBe(expected);
  });

  test('is their sha256 in the scalar field', () => {
    expect(inputSnark(input)).toBe(BigInt(sha256(snarkInputBytes(input))) % SCALAR_FIELD);
  });

  test('changes with each of the ten fields', () => {
    const changes: Partial<SnarkInput>[] = [
      { aggregator: `0x${'ac'.repeat(20)}` },
      { oldStateRoot: word(9) },
      { oldAccInputHash: word(9) },
      { initNumBatch: 4n },
      { chainId: 1n },
      { forkId: 13n },
      { newStateRoot: word(9) },
      { newAccInputHash: word(9) },
      { newLocalExitRoot: word(9) },
      { finalNewBatch: 8n },
    ];
    const values = changes.map((change) => inputSnark({ ...input, ...change }));
    expect(new Set([inputSnark(input), ...values]).size).toBe(11);
  });
});
