import { bytesToHex, type Hex, keccak256 } from 'viem';
import { expect, test } from 'vitest';
import { mlpInt8 } from '#circuits';
import { computeCtx } from './computeCtx.ts';
import { downloadResult } from './downloadResult.ts';
import { ResultMismatchError, ResultMissingError } from './errors.ts';
import { address, clientOf, fulfilData, storedJob, word } from './testing.ts';
import type { JobState } from './types.ts';

const output = Uint8Array.of(1, 2, 3, 4);
const proof = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];

function marketWith(o: { output?: Uint8Array; digest?: Hex; state?: JobState } = {}) {
  const args = {
    provider: address('2'),
    outputCommitment: mlpInt8.outputCommitment(output),
    resultDigest: o.digest ?? keccak256(output),
    output: bytesToHex(o.output ?? output),
  };
  return clientOf({
    readContract: () => storedJob({ state: o.state ?? 'FULFILLED' }),
    getContractEvents: () => [{ args, transactionHash: word('9') }],
    getTransaction: () => ({ input: fulfilData({ proof, output: '0x' }) }),
  });
}

const download = (client: ReturnType<typeof clientOf>) =>
  downloadResult(client, { jobId: 1n, program: mlpInt8 });

test('gives the bytes that were proved', async () => {
  expect(await download(marketWith())).toMatchObject({ output, proofChecked: false });
});

test('refuses other bytes, even with a digest that fits them', async () => {
  const other = Uint8Array.of(1, 2, 3, 5);
  await expect(download(marketWith({ output: other }))).rejects.toThrow(ResultMismatchError);
  const both = marketWith({ output: other, digest: keccak256(other) });
  await expect(download(both)).rejects.toThrow(ResultMismatchError);
});

test('has nothing for a job that is not fulfilled', async () => {
  await expect(download(marketWith({ state: 'ACKED' }))).rejects.toThrow(ResultMissingError);
});

test('checks the proof of the delivering transaction against recomputed signals', async () => {
  const asked: unknown[] = [];
  const verify = async (o: unknown) => asked.push(o) > 1;
  const again = () =>
    downloadResult(marketWith(), { jobId: 1n, program: mlpInt8, prover: { verify } });
  await expect(again()).rejects.toThrow(ResultMismatchError);
  expect(await again()).toMatchObject({ proofChecked: true });
  const { jobMarket } = marketWith().contracts;
  const job = { jobId: 1n, attempt: 1, provider: address('2'), programId: word('5') };
  const hashes = { requestHash: word('7'), resultDigest: keccak256(output) };
  const ctx = computeCtx({ chainId: 424242, jobMarket, ...job, ...hashes });
  expect(asked[0]).toEqual({ proof, signals: [mlpInt8.outputCommitment(output), 1n, ctx] });
});
