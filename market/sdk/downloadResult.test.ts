import { bytesToHex, type Hex } from 'viem';
import { expect, test } from 'vitest';
import { BadDeliveryError, deriveUserKey, mlpInt8 } from '#circuits';
import { computeCtx, deliveryDigest } from './computeCtx.ts';
import { downloadResult } from './downloadResult.ts';
import { ResultMismatchError, ResultMissingError } from './errors.ts';
import { address, clientOf, fulfilData, storedJob, word } from './testing.ts';
import type { JobState } from './types.ts';

const output = Uint8Array.of(1, 2, 3, 4);
const { publicKey: userKey, secret } = deriveUserKey('0x01');
const delivery = mlpInt8.seal({ output, userKey, randomness: 5n });
const outputCommitment = mlpInt8.outputCommitment(delivery);
const proof = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];

function marketWith(o: { delivery?: Uint8Array; digest?: Hex; state?: JobState } = {}) {
  const args = {
    provider: address('2'),
    outputCommitment,
    resultDigest: o.digest ?? deliveryDigest({ outputCommitment, delivery }),
    delivery: bytesToHex(o.delivery ?? delivery),
  };
  return clientOf({
    readContract: () => storedJob({ state: o.state ?? 'FULFILLED' }),
    getContractEvents: () => [{ args, transactionHash: word('9') }],
    getTransaction: () => ({ input: fulfilData({ proof, delivery: '0x' }) }),
  });
}

const download = (client: ReturnType<typeof clientOf>) =>
  downloadResult(client, { jobId: 1n, program: mlpInt8, secret });

test('gives the bytes that were proved, decrypted', async () => {
  expect(await download(marketWith())).toMatchObject({ output, proofChecked: false });
});

test('refuses other bytes, even with a digest that fits them', async () => {
  const other = mlpInt8.seal({ output, userKey, randomness: 6n });
  await expect(download(marketWith({ delivery: other }))).rejects.toThrow(ResultMismatchError);
  const digest = deliveryDigest({ outputCommitment, delivery: other });
  const both = marketWith({ delivery: other, digest });
  await expect(download(both)).rejects.toThrow(ResultMismatchError);
});

test('opens with the key of the job only', async () => {
  const { secret: other } = deriveUserKey('0x02');
  const opening = downloadResult(marketWith(), { jobId: 1n, program: mlpInt8, secret: other });
  await expect(opening).rejects.toThrow(BadDeliveryError);
});

test('has nothing for a job that is not fulfilled', async () => {
  await expect(download(marketWith({ state: 'ACKED' }))).rejects.toThrow(ResultMissingError);
});

test('checks the proof of the delivering transaction against recomputed signals', async () => {
  const asked: unknown[] = [];
  const verify = async (o: unknown) => asked.push(o) > 1;
  const again = () =>
    downloadResult(marketWith(), { jobId: 1n, program: mlpInt8, secret, prover: { verify } });
  await expect(again()).rejects.toThrow(ResultMismatchError);
  expect(await again()).toMatchObject({ proofChecked: true });
  const { jobMarket } = marketWith().contracts;
  const job = { jobId: 1n, attempt: 1, provider: address('2'), programId: word('5') };
  const resultDigest = deliveryDigest({ outputCommitment, delivery });
  const hashes = { requestHash: word('7'), resultDigest };
  const ctx = computeCtx({ chainId: 424242, jobMarket, ...job, ...hashes });
  const evaluation = mlpInt8.evaluation({ delivery, challenge: ctx });
  expect(asked[0]).toEqual({ proof, signals: [outputCommitment, evaluation, 1n, ctx] });
});
