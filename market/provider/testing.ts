import { type Hex, keccak256, toHex } from 'viem';
import { deriveUserKey, mlpInt8 } from '#circuits';
import type { Job } from '#market/sdk';

export const word = (digit: string): Hex => `0x${digit.repeat(64)}`;
export const provider = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65';
export const input = new Uint8Array(16).fill(7);
export const userKey = deriveUserKey('0x01').publicKey;

/** An assigned job that asks for a GPU. */
export function jobFixture(more: Partial<Job> = {}): Job {
  return {
    jobId: 1n,
    user: provider,
    state: 'OPEN',
    attempt: 1,
    maxAttempts: 3,
    provider,
    scheduler: provider,
    verifier: provider,
    programId: word('1'),
    needs: { hwClass: 'gpu', minVramMiB: 8000, minMemoryMiB: 4000, minCores: 2 },
    maxPrice: 100n,
    minPrice: 100n,
    schedulerFee: 1n,
    minBond: 10n,
    price: 90n,
    bond: 10n,
    openedAt: 1000n,
    windowEnd: 1000n,
    ackBy: 1100n,
    assignBy: 1060n,
    fulfilBy: 1360n,
    finalBy: 1660n,
    inputCommitment: mlpInt8.inputCommitment({ input, userKey }),
    inputDigest: keccak256(toHex(input)),
    requestHash: word('2'),
    offerHash: word('3'),
    ...more,
  };
}
