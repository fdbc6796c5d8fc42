import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import {
  type AggregatorStatus,
  createStepRecorder,
  createWalkContext,
  SettlementStoppedError,
  walk,
  walkBatch,
  walkJob,
} from '#stack';
import { needs } from './needs.ts';
import { startTestStack, type TestStack } from './testStack.ts';
import {
  expectBatch,
  expectDeposit,
  expectJob,
  expectWithdrawal,
  rollupState,
  stepTx,
} from './walkAssertions.ts';

let its: TestStack;

beforeAll(async () => {
  its = await startTestStack();
});
afterEach(async () => {
  await its.assertConserved();
});
afterAll(async () => {
  await its?.[Symbol.asyncDispose]();
});

const aggregatorStatus = async () =>
  (await (await fetch(`${its.info.aggregator!.url}/status`)).json()) as AggregatorStatus;

/** One job from the deposit to the claim of its earnings, and every step looked up on the chains. */
async function walkAndCheck(): Promise<void> {
  const recorder = createStepRecorder({});
  const walked = await walk({ ...its, recorder });
  await expectDeposit(its, { txHash: stepTx(recorder, 'user deposits BIG on L1') });
  await expectJob(its, walked.job);
  await expectBatch(its, walked.batch, walked.job);
  await expectWithdrawal(its, walked);
}

test('a job is escrowed, run, proven, paid and settled, and its earnings leave for L1', async () => {
  await walkAndCheck();
});

test('the aggregator has nothing to complain of', async (t) => {
  needs(t, 'validatorProofs');
  const status = await aggregatorStatus();
  expect(status).toMatchObject({ lastError: null });
});

test('with as many validators as it takes, the others killed, the same walk passes', async (t) => {
  needs(t, 'validatorProofs');
  const { k } = its.stack.manifest.validatorSet;
  for (const { name } of its.info.validators.slice(k)) {
    await its.stack.supervisor.kill(name, 'SIGKILL');
  }
  await walkAndCheck();
});

test('with one more killed, settlement stops and says why, while the L2 goes on', async (t) => {
  needs(t, 'validatorProofs');
  const { k } = its.stack.manifest.validatorSet;
  await its.stack.supervisor.kill(its.info.validators[k - 1]!.name, 'SIGKILL');
  const before = await rollupState(its);
  const context = createWalkContext({ info: its.info, recorder: createStepRecorder({}) });

  const job = await walkJob(context);
  expect(job.state).toBe('FULFILLED');
  const dead = its.info.validators.slice(k - 1).map(({ name, url }) => ({
    // The aggregator knows one in a container by its name there.
    validator: expect.stringMatching(new RegExp(`^(${url}|http://${name}:)`)),
    code: 'STACK_VALIDATOR_UNREACHABLE',
  }));
  const stopped = await walkBatch(context, { txHash: job.proofTx }).catch((e: unknown) => e);
  expect(stopped).toBeInstanceOf(SettlementStoppedError);
  expect(stopped).toMatchObject({ code: 'STACK_SETTLEMENT_STOPPED', reasons: dead });
  expect((stopped as Error).message).toContain(`${k - 1} of the ${k} signatures`);

  const { lastError, state } = await aggregatorStatus();
  expect(lastError).toMatchObject({ code: 'STACK_TOO_FEW_SIGNATURES', reasons: dead });
  expect(['failing', 'collecting']).toContain(state);
  const after = await rollupState(its);
  expect(after.lastBatchSequenced).toBeGreaterThan(before.lastBatchSequenced);

  const again = await walkJob(context);
  expect(again.state).toBe('FULFILLED');
  await waitFor({
    what: 'the batch of the second job to be sequenced all the same',
    timeoutMs: 120_000,
    check: async () =>
      (await rollupState(its)).lastBatchSequenced > after.lastBatchSequenced || undefined,
  });
  // Not since the reason was told; what was in the making when the validators died may have come through.
  expect((await rollupState(its)).lastVerifiedBatch).toBe(after.lastVerifiedBatch);
});
