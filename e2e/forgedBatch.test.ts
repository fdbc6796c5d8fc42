import { type Hash, type Hex, keccak256, numberToHex, stringToHex } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  batchCircuitInputs,
  batchDomain,
  batchMessage,
  deriveValidatorKey,
  signBatch,
  validatorSetRoot,
  WitnessError,
} from '#circuits';
import { rollupManagerAbi } from '#contracts';
import { waitFor } from '#core';
import {
  type BatchStatement,
  collectSignatures,
  type ProofCalldata,
  TooFewSignaturesError,
  walletClientOf,
  withInputSnark,
} from '#stack';
import { aggregateFrom, type BatchForger, createBatchForger } from './batchForger.ts';
import { startLyingNode } from './lyingNode.ts';
import { can, needs } from './needs.ts';
import { startTestStack, type TestStack } from './testStack.ts';
import { rollupState } from './walkAssertions.ts';

const LIE = keccak256(stringToHex('a state that nobody reached'));
/** Passes the manager's own check of a state root's words. */
const OTHER_ROOT = numberToHex(1n, { size: 32 });

let its: TestStack;
let forger: BatchForger;
let honest: ProofCalldata;
let untouched: Awaited<ReturnType<typeof rollupState>>;

beforeAll(async () => {
  if (!can('validatorProofs')) return;
  its = await startTestStack();
  forger = await createBatchForger(its);
  honest = await forger.prove({ statement: forger.statement });
  untouched = await rollupState(its);
});
beforeEach((context) => needs(context, 'validatorProofs'));
afterEach(async () => {
  await its?.assertConserved();
});
afterAll(async () => {
  await forger?.prover.close();
  await its?.[Symbol.asyncDispose]();
});

test.each([
  ['stateRoot', 'STACK_STATE_ROOT_MISMATCH'],
  ['localExitRoot', 'STACK_LOCAL_EXIT_ROOT_MISMATCH'],
] as const)('a wrong %s of the sequencer is signed by no validator', async (field, code) => {
  await using node = await startLyingNode({ rpcUrl: its.info.l2.rpc, field, lie: LIE });
  const aggregator = await aggregateFrom(its, node.url);
  const { lastError } = await waitFor({
    what: 'the aggregator to give its reason',
    timeoutMs: 180_000,
    check: () => (aggregator.status().lastError ? aggregator.status() : undefined),
  });
  await aggregator.stop();
  expect(lastError?.code).toBe('STACK_TOO_FEW_SIGNATURES');
  const { k, n } = its.stack.manifest.validatorSet;
  expect(lastError?.message.startsWith(`0 of the ${k} signatures`)).toBe(true);
  expect(lastError?.reasons).toHaveLength(n);
  for (const reason of lastError!.reasons) {
    expect(reason).toMatchObject({ code, message: expect.stringContaining(LIE) });
  }
  expect(await rollupState(its)).toEqual(untouched);
});

const more = (value: bigint) => value + 1n;
const FIELDS: { [F in keyof Omit<BatchStatement, 'inputSnark'>]: (s: BatchStatement) => unknown } =
  {
    aggregator: () => its.stack.manifest.accounts.roles.sequencer.address,
    oldStateRoot: () => LIE,
    oldAccInputHash: () => LIE,
    initNumBatch: (s) => more(s.initNumBatch),
    chainId: (s) => more(s.chainId),
    forkId: (s) => more(s.forkId),
    newStateRoot: () => OTHER_ROOT,
    newAccInputHash: () => LIE,
    newLocalExitRoot: () => LIE,
    finalNewBatch: (s) => more(s.finalNewBatch),
  };

test.each(Object.entries(FIELDS))(
  'validators made to sign another %s prove nothing about this range',
  async (field, alter) => {
    const altered = withInputSnark({ ...forger.statement, [field]: alter(forger.statement) });
    const proof = await forger.prove({ statement: altered });
    expect(await forger.offer({ proof })).toBe('InvalidProof');
  },
);

test('the honest proof does not carry other arguments', async () => {
  const { statement } = forger;
  const { lastSequence } = await sequencesBefore(statement.finalNewBatch);
  const other = [
    { newStateRoot: OTHER_ROOT },
    { newLocalExitRoot: LIE },
    { initNumBatch: 0n },
    { finalNewBatch: lastSequence },
  ];
  for (const change of other) {
    expect(await forger.offer({ proof: honest, ...change })).toBe('InvalidProof');
  }
});

test('the honest proof is of no use to another caller', async () => {
  const { admin, sequencer: rival } = its.stack.manifest.accounts.roles;
  const as = { proof: honest, account: rival.address };
  expect(await forger.offer(as)).toBe('AddressDoNotHaveRequiredRole');
  const manager = {
    address: its.info.contracts.l1['rollupManager']!,
    abi: rollupManagerAbi,
  } as const;
  const role = keccak256(stringToHex('TRUSTED_AGGREGATOR_ROLE'));
  const hash = await walletClientOf({ chain: its.stack.l1, account: admin }).writeContract({
    ...manager,
    chain: its.stack.l1,
    functionName: 'grantRole',
    args: [role, rival.address],
  });
  await its.l1.waitForTransactionReceipt({ hash });
  expect(await forger.offer(as)).toBe('InvalidProof');
});

test('signatures for another epoch, under that epoch’s set, are refused', async () => {
  const set = { ...forger.set, epoch: forger.set.epoch + 1n };
  const proof = await forger.prove({ statement: forger.statement, set });
  expect(await forger.offer({ proof })).toBe('InvalidProof');
});

test('signatures for another rollup, verifier, manager or L1 are refused', async () => {
  const { rollupManager: manager, batchVerifier: verifier } = its.info.contracts.l1;
  const mine = { l1ChainId: 1337n, manager: manager!, rollupId: 1, verifier: verifier! };
  expect(batchDomain(mine)).toBe(forger.verifier.domain);
  const others = [
    { rollupId: 2 },
    { verifier: manager! },
    { manager: verifier! },
    { l1ChainId: 31337n },
  ];
  for (const other of others) {
    const domain = batchDomain({ ...mine, ...other });
    const proof = await forger.prove({ statement: forger.statement, domain });
    expect(await forger.offer({ proof })).toBe('InvalidProof');
  }
});

test('k - 1 signatures make no proof', async () => {
  const { set, keys, statement, verifier, prover } = forger;
  const { domain } = verifier;
  const validators = [its.info.validators[0]!.url];
  const collected = collectSignatures({ validators, set, domain, statement });
  await expect(collected).rejects.toBeInstanceOf(TooFewSignaturesError);
  const { inputSnark } = statement;
  const message = batchMessage({ domain, epoch: set.epoch, inputSnark });
  const signature = signBatch({ secret: keys[0]!.secret, message });
  const one = { domain, inputSnark, signatures: [signature, undefined, undefined] };
  const refused = expect.objectContaining({ code: 'CIRCUITS_TOO_FEW_SIGNATURES' });
  expect(() => batchCircuitInputs({ ...one, set })).toThrow(refused);
  // The tool's own check left out: the inputs of a set with k = 1 under the root of the real one.
  const inputs = batchCircuitInputs({ ...one, set: { ...set, k: 1 } });
  const setRoot = validatorSetRoot(set);
  for (const k of [1n, 2n]) {
    const forced = prover.prove({ ...inputs, setRoot, k });
    await expect(forced).rejects.toBeInstanceOf(WitnessError);
  }
});

test('a proof under a set that one may sign for alone is refused', async () => {
  const set = { ...forger.set, k: 1 };
  const proof = await forger.prove({ statement: forger.statement, set });
  expect(await forger.offer({ proof })).toBe('InvalidProof');
});

test('a proof of k strangers is refused', async () => {
  const keys = (['0x01', '0x02', '0x03'] as const).map(deriveValidatorKey);
  const set = { ...forger.set, keys: keys.map(({ publicKey }) => publicKey) };
  const proof = await forger.prove({ statement: forger.statement, set, keys });
  expect(await forger.offer({ proof })).toBe('InvalidProof');
});

test('unused words of the proof must be zero', async () => {
  for (let word = 8; word < 24; word += 1) {
    const padded: Hex[] = [...honest];
    padded[word] = numberToHex(1n, { size: 32 });
    const proof = padded as unknown as ProofCalldata;
    expect(await forger.offer({ proof })).toBe('InvalidProof');
  }
});

test('mined all the same, not one of them changes anything on L1', async () => {
  const { l1, stack, info } = its;
  const to = info.contracts.l1['rollupManager']!;
  const { aggregator, sequencer } = stack.manifest.accounts.roles;
  expect(forger.offered.length).toBeGreaterThan(30);
  const sent: Hash[] = [];
  for (const account of [aggregator, sequencer]) {
    const wallet = walletClientOf({ chain: stack.l1, account });
    let nonce = await l1.getTransactionCount({ address: account.address, blockTag: 'pending' });
    for (const { data } of forger.offered.filter((o) => o.account === account.address)) {
      sent.push(
        await wallet.sendTransaction({ chain: stack.l1, to, data, gas: 1_000_000n, nonce }),
      );
      nonce += 1;
    }
  }
  for (const hash of sent) {
    expect((await l1.waitForTransactionReceipt({ hash })).status).toBe('reverted');
  }
  expect(await rollupState(its)).toMatchObject({
    ...untouched,
    lastBatchSequenced: expect.any(BigInt),
  });
});

test('the honest proof is accepted', async () => {
  const { statement } = forger;
  expect(await forger.offer({ proof: honest })).toBe('accepted');
  const { account, data } = forger.offered.at(-1)!;
  const { aggregator } = its.stack.manifest.accounts.roles;
  expect(account).toBe(aggregator.address);
  const wallet = walletClientOf({ chain: its.stack.l1, account: aggregator });
  const to = its.info.contracts.l1['rollupManager']!;
  const hash = await wallet.sendTransaction({ chain: its.stack.l1, to, data });
  expect((await its.l1.waitForTransactionReceipt({ hash })).status).toBe('success');
  expect(await rollupState(its)).toMatchObject({
    lastVerifiedBatch: statement.finalNewBatch,
    lastLocalExitRoot: statement.newLocalExitRoot,
  });
  expect(await forger.offer({ proof: honest })).toBe('FinalNumBatchBelowLastVerifiedBatch');
});

/** The end of the sequence before this one, as L1 has them. */
async function sequencesBefore(finalNewBatch: bigint): Promise<{ lastSequence: bigint }> {
  const { previousLastBatchSequenced } = await its.l1.readContract({
    address: its.info.contracts.l1['rollupManager']!,
    abi: rollupManagerAbi,
    functionName: 'getRollupSequencedBatches',
    args: [its.info.rollupId, finalNewBatch],
  });
  expect(previousLastBatchSequenced).toBeGreaterThan(forger.statement.initNumBatch);
  return { lastSequence: previousLastBatchSequenced };
}
