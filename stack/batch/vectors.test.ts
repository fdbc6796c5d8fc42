import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { expect, test } from 'vitest';
import { accInputHash, forcedBatchHash, inputSnark, snarkInputBytes } from './index.ts';

/** Text in JSON is hex or a decimal number. */
type Json<T> = { [K in keyof T]: T[K] extends bigint ? string : T[K] };

interface AccVector {
  previous: Hex;
  transactions: Hex;
  l1InfoRoot: Hex;
  timestamp: bigint;
  coinbase: Address;
  forcedBlockHash: Hex;
  result: Hex;
}

interface ForcedVector {
  transactions: Hex;
  globalExitRoot: Hex;
  timestamp: bigint;
  blockHash: Hex;
  result: Hex;
}

interface SnarkVector {
  aggregator: Address;
  oldStateRoot: Hex;
  oldAccInputHash: Hex;
  initNumBatch: bigint;
  chainId: bigint;
  forkId: bigint;
  newStateRoot: Hex;
  newAccInputHash: Hex;
  newLocalExitRoot: Hex;
  finalNewBatch: bigint;
  bytes: Hex;
  inputSnark: bigint;
}

// The contracts are checked against the same file.
const path = join(import.meta.dirname, '../../contracts/vectors/hashes.json');
const vectors = JSON.parse(readFileSync(path, 'utf8')) as {
  accInputHash: Json<AccVector>[];
  forcedBatch: Json<ForcedVector>[];
  snarkInput: Json<SnarkVector>[];
};

test('accumulated input hashes', () => {
  for (const { result, timestamp, ...v } of vectors.accInputHash) {
    expect(accInputHash({ ...v, timestamp: BigInt(timestamp) })).toBe(result);
  }
});

test('records of forced batches', () => {
  for (const { result, timestamp, ...v } of vectors.forcedBatch) {
    expect(forcedBatchHash({ ...v, timestamp: BigInt(timestamp) })).toBe(result);
  }
});

test('the 212 bytes of a proof and their reduced hash', () => {
  for (const { bytes, inputSnark: reduced, ...v } of vectors.snarkInput) {
    const input = {
      ...v,
      initNumBatch: BigInt(v.initNumBatch),
      finalNewBatch: BigInt(v.finalNewBatch),
      chainId: BigInt(v.chainId),
      forkId: BigInt(v.forkId),
    };
    expect(snarkInputBytes(input)).toBe(bytes);
    expect(inputSnark(input)).toBe(BigInt(reduced));
  }
});
