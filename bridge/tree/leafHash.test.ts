import { concatHex, keccak256, toHex } from 'viem';
import { expect, test } from 'vitest';
import { globalExitRoot } from './globalExitRoot.ts';
import { l1InfoLeafHash } from './l1InfoLeafHash.ts';
import { leafHash } from './leafHash.ts';

const leaf = {
  leafType: 0,
  originNetwork: 0,
  originAddress: '0x1111111111111111111111111111111111111111',
  destinationNetwork: 1,
  destinationAddress: '0x2222222222222222222222222222222222222222',
  amount: 10n ** 18n,
  metadata: '0x',
} as const;

test('default: keccak256 of the 113 packed bytes', () => {
  const packed = concatHex([
    '0x00',
    '0x00000000',
    leaf.originAddress,
    '0x00000001',
    leaf.destinationAddress,
    toHex(leaf.amount, { size: 32 }),
    '0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  ]);
  expect(packed).toHaveLength(2 + 2 * 113);
  expect(leafHash(leaf)).toBe(keccak256(packed));
});

test('property: each of the seven values counts', () => {
  const variants = [
    { leafType: 1 },
    { originNetwork: 1 },
    { originAddress: leaf.destinationAddress },
    { destinationNetwork: 2 },
    { destinationAddress: leaf.originAddress },
    { amount: 1n },
    { metadata: '0x00' as const },
  ].map((change) => leafHash({ ...leaf, ...change }));
  expect(new Set([leafHash(leaf), ...variants]).size).toBe(8);
});

test('behavior: the order of the two roots counts', () => {
  const a = leafHash(leaf);
  const b = leafHash({ ...leaf, amount: 1n });
  expect(globalExitRoot({ mainnetExitRoot: a, rollupExitRoot: b })).not.toBe(
    globalExitRoot({ mainnetExitRoot: b, rollupExitRoot: a }),
  );
  expect(l1InfoLeafHash({ globalExitRoot: a, blockHash: b, timestamp: 1n })).not.toBe(
    l1InfoLeafHash({ globalExitRoot: a, blockHash: b, timestamp: 2n }),
  );
});
