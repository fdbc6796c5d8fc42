import {
  decodeFunctionData,
  type Hash,
  type Hex,
  isAddressEqual,
  parseEther,
  parseEventLogs,
} from 'viem';
import { expect } from 'vitest';
import { depositsOf, globalExitRoot, globalIndexOf } from '#bridge';
import { createProver, programs } from '#circuits';
import {
  bigTokenAbi,
  bridgeAbi,
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  globalExitRootL2Abi,
  jobMarketAbi,
  rollupEtrogAbi,
  rollupManagerAbi,
} from '#contracts';
import { deriveUserKey, downloadResult, getJob, getJobInput } from '#market/sdk';
import { marketOf, readRollupState, type StepRecorder, type Walk } from '#stack';
import type { TestStack } from './testStack.ts';

const PROGRAM = programs['mlp-int8']!;

/** The transaction that a step of the walk left on a chain. */
export function stepTx(recorder: StepRecorder, name: string): Hash {
  return recorder.steps.find((step) => step.name === name)!.txHash!;
}

/** What the manager on L1 says of the rollup now. */
export function rollupState(its: TestStack) {
  const { contracts, rollupId } = its.info;
  const rollupManager = contracts.l1['rollupManager']!;
  return readRollupState({ client: its.l1, contracts: { rollupManager }, rollupId });
}

/** Locked on L1, claimed on the L2 under an exit root that the system write brought there. */
export async function expectDeposit(its: TestStack, o: { txHash: Hash }): Promise<void> {
  const { info, l1, l2 } = its;
  const bridge = info.contracts.l1['bridge']!;
  const receipt = await l1.getTransactionReceipt({ hash: o.txHash });
  const [deposit, ...others] = depositsOf({ receipt, bridge });
  expect(others).toEqual([]);
  expect(deposit).toMatchObject({
    originNetwork: 0,
    originAddress: info.contracts.l1['big'],
    destinationNetwork: info.rollupId,
    destinationAddress: info.accounts[0]!.address,
    amount: parseEther('100'),
  });
  const claims = await l2.getContractEvents({
    address: bridge,
    abi: bridgeAbi,
    eventName: 'ClaimEvent',
    fromBlock: 0n,
    strict: true,
  });
  const index = globalIndexOf({ network: 0, depositCount: deposit!.depositCount });
  const claim = claims.find(({ args }) => args.globalIndex === index)!;
  expect(claim.args).toMatchObject({ amount: deposit!.amount, originNetwork: 0 });

  const { input } = await l2.getTransaction({ hash: claim.transactionHash });
  const { args } = decodeFunctionData({ abi: bridgeAbi, data: input });
  const [mainnetExitRoot, rollupExitRoot] = [args?.[3] as Hex, args?.[4] as Hex];
  const known = await l2.readContract({
    address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    abi: globalExitRootL2Abi,
    functionName: 'globalExitRootMap',
    args: [globalExitRoot({ mainnetExitRoot, rollupExitRoot })],
  });
  expect(BigInt(known)).not.toBe(0n);
}

/** Assigned to the one provider that fits, paid for a proof that holds without the contract too. */
export async function expectJob(its: TestStack, job: Walk['job']): Promise<void> {
  const { info } = its;
  const [fitting, small, dear] = info.providers.map(({ address }) => address);
  expect(job.provider).toBe(fitting);
  expect(new Map(job.declined.map(({ provider, code }) => [provider, code]))).toEqual(
    new Map([
      [small, 'HARDWARE_MEMORY'],
      [dear, 'PRICE_ABOVE_MAX'],
    ]),
  );
  const market = marketOf({ info });
  const jobId = BigInt(job.id);
  const stored = await getJob(market, { jobId });
  expect(stored).toMatchObject({
    state: 'FULFILLED',
    user: info.accounts[0]!.address,
    provider: fitting,
    scheduler: info.scheduler.address,
    programId: job.program,
    price: parseEther('5'),
    attempt: 1,
  });
  const receipt = await its.l2.getTransactionReceipt({ hash: job.proofTx as Hex });
  const [paid] = parseEventLogs({ abi: jobMarketAbi, eventName: 'Fulfilled', logs: receipt.logs });
  expect(paid?.args).toMatchObject({ jobId, provider: fitting, price: stored.price });

  const { input } = await getJobInput(market, { jobId });
  const prover = await createProver(its.stack.artifacts.jobCircuit);
  const result = await downloadResult(market, {
    jobId,
    program: PROGRAM,
    secret: deriveUserKey(info.accounts[0]!.key).secret,
    prover,
  });
  await prover.close();
  expect(result).toMatchObject({ output: PROGRAM.run(input), proofChecked: true });
}

/** Sequenced and verified on L1; the root there is that of the header of the batch's last L2 block. */
export async function expectBatch(
  its: TestStack,
  batch: Walk['batch'],
  job: Walk['job'],
): Promise<void> {
  const { info, l1, l2 } = its;
  const { rollup, rollupManager } = info.contracts.l1;
  const [sequenced, verified] = await Promise.all([
    l1.getTransactionReceipt({ hash: batch.sequenceTx }),
    l1.getTransactionReceipt({ hash: batch.verifyTx }),
  ]);
  expect([sequenced.status, verified.status]).toEqual(['success', 'success']);
  expect(isAddressEqual(sequenced.to!, rollup!)).toBe(true);
  expect(isAddressEqual(verified.to!, rollupManager!)).toBe(true);
  const events = parseEventLogs({ abi: rollupEtrogAbi, logs: sequenced.logs });
  expect(events.map(({ eventName }) => eventName)).toContain('SequenceBatches');
  const stateRoot = await l1.readContract({
    address: rollupManager!,
    abi: rollupManagerAbi,
    functionName: 'getRollupBatchNumToStateRoot',
    args: [info.rollupId, BigInt(batch.number)],
  });
  const header = await l2.getBlock({ blockNumber: BigInt(batch.l2Block) });
  expect(stateRoot).toBe(header.stateRoot);
  expect(batch).toMatchObject({ stateRoot, l2StateRoot: header.stateRoot });
  const delivery = await l2.getTransactionReceipt({ hash: job.proofTx as Hex });
  expect(delivery.blockNumber).toBeLessThanOrEqual(header.number);
}

/** The provider's earnings, as BIG on L1. */
export async function expectWithdrawal(
  its: TestStack,
  { job, withdrawal }: Pick<Walk, 'job' | 'withdrawal'>,
): Promise<void> {
  const { big } = its.info.contracts.l1;
  expect(withdrawal.amount).toBe(job.price);
  const receipt = await its.l1.getTransactionReceipt({ hash: withdrawal.claimTx });
  const transfers = parseEventLogs({ abi: bigTokenAbi, eventName: 'Transfer', logs: receipt.logs });
  const [paid] = transfers.filter((log) => isAddressEqual(log.address, big!));
  expect(paid?.args).toMatchObject({ to: job.provider, value: BigInt(withdrawal.amount) });
}
