import { type Address, type Hash, type PublicClient, parseEventLogs } from 'viem';
import { rollupManagerAbi, settlementTimelockAbi } from '../abis.generated.ts';
import type { ArtifactLoader } from '../artifact.ts';
import { RollupNumberError, TimelockDelayError } from '../errors.ts';
import { type AttachRollupParams, type AttachTo, attachPlan } from './attachPlan.ts';
import { type DeployerClient, sendSteps } from './sendSteps.ts';
import type { OfficialDeployment } from './settlementKit.ts';

export type { AttachRollupParams, AttachTo, GasTokenParams } from './attachPlan.ts';

export interface AttachedRollup {
  rollupId: number;
  rollupType: number;
  rollup: Address;
  batchVerifier: Address;
  /** On L1; the zero address for ether. */
  gasToken: Address;
  /** Block of L1 with the rollup's first batch. */
  rollupCreationBlock: bigint;
  transactions: readonly { name: string; hash: Hash; gasUsed: bigint }[];
}

/**
 * Attaches one more rollup to a rollup manager, with a verifier of its own for the same circuit. What only
 * the timelock may do goes through the timelock.
 * @param o.walletClient the admin: proposes to and executes in the timelock, creates rollups, names aggregators
 * @param o.timeoutMs longest wait for the next receipt; 120 s by default
 * @throws TimelockDelayError before anything is sent, where the timelock does not act at once
 * @throws ArtifactMissingError, DeployerFundsError, DeploymentFailedError, WaitTimeoutError, RollupNumberError
 */
export async function attachRollup(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  settlement: AttachTo;
  params: AttachRollupParams;
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
  timeoutMs?: number;
}): Promise<AttachedRollup> {
  const { publicClient, walletClient, settlement } = o;
  const admin = walletClient.account.address;
  const manager = { address: settlement.rollupManager, abi: rollupManagerAbi } as const;
  const [delay, rollups, types, nonce] = await Promise.all([
    publicClient.readContract({
      address: settlement.timelock,
      abi: settlementTimelockAbi,
      functionName: 'getMinDelay',
    }),
    publicClient.readContract({ ...manager, functionName: 'rollupCount' }),
    publicClient.readContract({ ...manager, functionName: 'rollupTypeCount' }),
    publicClient.getTransactionCount({ address: admin, blockTag: 'pending' }),
  ]);
  if (delay > 0n) throw new TimelockDelayError({ timelock: settlement.timelock, seconds: delay });
  const numbers = { rollupId: rollups + 1, rollupType: types + 1 };
  const plan = attachPlan({ ...o, ...numbers, admin, nonce });
  const done = await sendSteps({
    ...{ publicClient, walletClient, nonce, steps: plan.steps },
    timeoutMs: o.timeoutMs ?? 120_000,
  });
  const logs = done.flatMap((step) => step.receipt.logs);
  const [created] = parseEventLogs({ abi: rollupManagerAbi, eventName: 'CreateNewRollup', logs });
  if (created?.args.rollupID !== numbers.rollupId) {
    throw new RollupNumberError({ expected: numbers.rollupId, actual: created?.args.rollupID });
  }
  return {
    ...numbers,
    rollup: created.args.rollupAddress,
    batchVerifier: plan.batchVerifier,
    gasToken: plan.gasToken,
    rollupCreationBlock: created.blockNumber,
    transactions: done.map(({ name, receipt }) => ({
      name,
      hash: receipt.transactionHash,
      gasUsed: receipt.gasUsed,
    })),
  };
}
