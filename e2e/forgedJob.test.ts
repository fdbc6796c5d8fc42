import { randomBytes } from 'node:crypto';
import { concat, type Hex, hexToBigInt, numberToHex, size, slice, toHex } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ProofWords, SCALAR_ORDER } from '#circuits';
import { getCredit, getJob } from '#market/sdk';
import { createJobForger, type Delivery, type JobForger, PROGRAM } from './jobForger.ts';
import { startTestStack, type TestStack } from './testStack.ts';

/** Of the field that BN254's coordinates are in. */
const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;
const EC_MUL = '0x0000000000000000000000000000000000000007';

let its: TestStack;
let forger: JobForger;
/** The job that every forgery is aimed at, and the result that would be paid. */
let jobId: bigint;
let honest: Delivery;

beforeAll(async () => {
  its = await startTestStack();
  forger = await createJobForger(its);
  jobId = await forger.ackedJob();
  honest = await forger.deliver({ jobId });
});
afterEach(async () => {
  await its.assertConserved();
});
afterAll(async () => {
  await forger?.prover.close();
  await its?.[Symbol.asyncDispose]();
});

const altered = (change: (words: bigint[]) => void): ProofWords => {
  const words = [...honest.proof];
  change(words);
  return words as unknown as ProofWords;
};
const random = () => hexToBigInt(`0x${randomBytes(40).toString('hex')}`) % BASE_ORDER;
const negative = (y: bigint) => (BASE_ORDER - y) % BASE_ORDER;

/** Twice a point of G1, computed by the chain's own precompile. */
async function twice(x: bigint, y: bigint): Promise<[bigint, bigint]> {
  const words = [x, y, 2n].map((word) => numberToHex(word, { size: 32 }));
  const { data } = await its.l2.call({ to: EC_MUL, data: concat(words) });
  return [hexToBigInt(slice(data as Hex, 0, 32)), hexToBigInt(slice(data as Hex, 32))];
}

async function expectInvalid(change: Partial<Delivery>): Promise<void> {
  expect(await forger.refused({ ...honest, ...change })).toMatchObject({
    code: 'MARKET_PROOF_INVALID',
    args: { jobId: change.jobId ?? jobId },
  });
}

beforeEach(async () => {
  expect((await getJob(forger.client(), { jobId })).state).toBe('ACKED');
});

test.each([0, 1, 2, 3, 4, 5, 6, 7])('word %i of the proof altered is refused', async (word) => {
  for (const value of [honest.proof[word]! + 1n, 0n, random()]) {
    await expectInvalid({
      proof: altered((words) => {
        words[word] = value;
      }),
    });
  }
});

test('points of the proof replaced by others on the curve are refused', async () => {
  const [a, c] = [
    await twice(honest.proof[0], honest.proof[1]),
    await twice(honest.proof[6], honest.proof[7]),
  ];
  const forgeries = [
    altered((w) => void w.splice(0, 2, ...a)),
    altered((w) => void w.splice(6, 2, ...c)),
    altered((w) => void w.splice(0, 2, ...c)),
    altered((w) => void w.splice(1, 1, negative(w[1]!))),
    altered((w) => void w.splice(4, 2, negative(w[4]!), negative(w[5]!))),
    altered((w) => void w.splice(7, 1, negative(w[7]!))),
  ];
  for (const proof of forgeries) await expectInvalid({ proof });
});

test('another provider’s proof is refused, whoever sends it and in whoever’s name', async () => {
  const { provider, rival } = forger;
  const rivals = await forger.deliver({ jobId, provider: rival });
  await expectInvalid({ ...rivals, provider: provider.address });
  const wrong = {
    code: 'MARKET_WRONG_PROVIDER',
    args: { jobId, have: rival.address, want: provider.address },
  };
  expect(await forger.refused(rivals, rival)).toMatchObject(wrong);
  const stolen = { ...honest, provider: rival.address };
  expect(await forger.refused(stolen, rival)).toMatchObject(wrong);
});

test('another job’s proof is refused, also for the same input', async () => {
  const other = await forger.ackedJob();
  const others = await forger.deliver({ jobId: other });
  const opened = [others, honest].map(({ delivery }) =>
    PROGRAM.open({ delivery, secret: forger.userSecret }),
  );
  expect(opened[0]).toEqual(opened[1]);
  expect(others.delivery).not.toEqual(honest.delivery);
  await expectInvalid({ ...others, jobId });
  await expectInvalid({ ...honest, jobId: other });
});

test.each([
  ['chain', { chainId: 1 }],
  ['market', { jobMarket: '0x00000000000000000000000000000000000000aa' }],
  ['program', { programId: `0x${'ab'.repeat(32)}` }],
  ['request', { requestHash: `0x${'cd'.repeat(32)}` }],
] as const)('a proof for another %s is refused', async (_what, context) => {
  await expectInvalid(await forger.deliver({ jobId, context: context as never }));
});

test('points at infinity are refused', async () => {
  const zeros = (at: number, count: number) =>
    altered((words) => void words.fill(0n, at, at + count));
  for (const proof of [zeros(0, 2), zeros(2, 4), zeros(6, 2), zeros(0, 8)]) {
    await expectInvalid({ proof });
  }
});

test('calldata cut short moves nothing, wherever it is cut', async () => {
  const whole = size(toHex(honest.delivery));
  for (const cut of [1, 32, whole, whole + 8 * 32]) {
    await forger.refusedData(honest, (data) => slice(data, 0, size(data) - cut));
  }
});

test('another ciphertext is refused, also with the commitment that fits it', async () => {
  const words = honest.delivery.length / 32;
  for (let word = 0; word < words; word++) {
    const delivery = Uint8Array.from(honest.delivery, (byte, i) =>
      i === 32 * word + 31 ? byte ^ 1 : byte,
    );
    await expectInvalid({ delivery });
    await expectInvalid({ delivery, outputCommitment: PROGRAM.outputCommitment(delivery) });
  }
  await expectInvalid({ delivery: Uint8Array.of(...honest.delivery, ...Array(32).fill(0)) });
  await expectInvalid({ delivery: Uint8Array.of(...Array(32).fill(0), ...honest.delivery) });
  // A whole other delivery of the same output, to the same user: not the one that was proved.
  const again = await forger.deliver({ jobId });
  await expectInvalid({ delivery: again.delivery, outputCommitment: again.outputCommitment });
  await expectInvalid({ delivery: again.delivery });
});

test('a ciphertext cut short or with words out of the field is refused by name', async () => {
  const cut = await forger.refused({ ...honest, delivery: honest.delivery.slice(0, -1) });
  expect(cut).toMatchObject({ code: 'MARKET_BAD_DELIVERY_LENGTH' });
  const delivery = honest.delivery.slice();
  delivery.fill(0xff, 32, 64);
  const outside = await forger.refused({ ...honest, delivery });
  expect(outside).toMatchObject({ code: 'MARKET_DELIVERY_OUT_OF_FIELD', args: { index: 1n } });
});

test('another output commitment is refused, and so is the same one in another form', async () => {
  const { outputCommitment } = honest;
  await expectInvalid({ outputCommitment: outputCommitment + 1n });
  await expectInvalid({ outputCommitment: 0n });
  const error = await forger.refused({
    ...honest,
    outputCommitment: outputCommitment + SCALAR_ORDER,
  });
  expect(error).toMatchObject({ code: 'MARKET_SIGNAL_OUT_OF_FIELD', args: { index: 0n } });
});

test('a proof for another attempt is refused; the current attempt’s is paid', async () => {
  const { provider, rival } = forger;
  await expectInvalid(await forger.deliver({ jobId, attempt: 2 }));

  const second = await forger.submit();
  await forger.assign({ jobId: second, provider: rival });
  await forger.call(rival, 'reportInputFault', [second, 1]);
  await forger.assign({ jobId: second, provider });
  const { attempt, inputDigest } = await getJob(forger.client(), { jobId: second });
  expect(attempt).toBe(2);
  const before = await forger.escrow({ jobId: second });
  await expect(forger.call(provider, 'ack', [second, 1, inputDigest])).rejects.toMatchObject({
    code: 'MARKET_WRONG_ATTEMPT',
    args: { jobId: second, have: 1, want: 2 },
  });
  expect(await forger.escrow({ jobId: second })).toEqual(before);
  await forger.ack({ jobId: second, provider });
  await expectInvalid(await forger.deliver({ jobId: second, attempt: 1 }));
  await forger.fulfil(await forger.deliver({ jobId: second }));
  expect((await getJob(forger.client(), { jobId: second })).state).toBe('FULFILLED');
});

test('the same proof in another form pays the assigned provider, and once', async () => {
  const { provider, rival } = forger;
  const credit = (account: Hex) => getCredit(forger.client(), { account });
  const before = await Promise.all([credit(provider.address), credit(rival.address)]);
  // e(-A, -B) = e(A, B): Groth16 proofs can be re-randomised by anyone, which must be of no use.
  const proof = altered((w) => {
    for (const y of [1, 4, 5]) w[y] = negative(w[y]!);
  });
  await forger.fulfil({ ...honest, proof }, rival);
  const { state, price } = await getJob(forger.client(), { jobId });
  expect(state).toBe('FULFILLED');
  const after = await Promise.all([credit(provider.address), credit(rival.address)]);
  expect(after).toEqual([before[0]! + price, before[1]]);
  for (const delivery of [honest, { ...honest, proof }]) {
    expect(await forger.refused(delivery)).toMatchObject({
      code: 'MARKET_BAD_STATE',
      args: { have: 'FULFILLED', want: 'ACKED' },
    });
  }
});
