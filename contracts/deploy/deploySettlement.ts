import { type Address, type Hash, type PublicClient, parseEventLogs, zeroHash } from 'viem';
import { rollupManagerAbi } from '../abis.generated.ts';
import type { ArtifactLoader } from '../artifact.ts';
import { AlreadyDeployedError, UnexpectedRollupError } from '../errors.ts';
import { sharedCreation } from './bridgeCreation.ts';
import { ensureCreate2Deployer } from './create2Deployer.ts';
import { ensureKeylessDeployer } from './official/keylessDeployer.ts';
import { type DeployerClient, type DoneStep, sendSteps } from './sendSteps.ts';
import { type OfficialDeployment, settlementKit } from './settlementKit.ts';
import type { SettlementAddresses, SettlementParams } from './settlementParams.ts';
import { settlementPlan } from './settlementPlan.ts';

export interface DeployedSettlement extends SettlementAddresses {
  /** Id of the template the rollup was made from. */
  rollupType: number;
  rollupID: number;
  /** Block of L1 before which none of the contracts has an event. */
  deploymentBlock: bigint;
  /** Block of L1 with the rollup's first batch. */
  rollupCreationBlock: bigint;
  transactions: readonly { name: string; hash: Hash; gasUsed: bigint; blockNumber: bigint }[];
}

/**
 * Puts the settlement contracts on L1: tokens, bridge, exit roots, manager, verifier, timelock and one rollup
 * whose native coin is BIG. Every transaction is sent before the first is mined.
 * @param o.official takes the place of our contracts; tokens and verifier are ours all the same
 * @param o.timeoutMs longest wait for the next receipt; 120 s by default
 * @throws ArtifactMissingError, AlreadyDeployedError, DeployerFundsError before anything is sent
 * @throws DeploymentFailedError, WaitTimeoutError, UnexpectedRollupError
 */
export async function deploySettlement(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  params: SettlementParams;
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
  timeoutMs?: number;
}): Promise<DeployedSettlement> {
  const timeoutMs = o.timeoutMs ?? 120_000;
  const { publicClient, walletClient, params } = o;
  const factory = o.official?.factory;
  await (factory
    ? ensureKeylessDeployer({ publicClient, walletClient, deployer: factory, timeoutMs })
    : ensureCreate2Deployer({ publicClient, walletClient, timeoutMs }));
  const deployer = walletClient.account.address;
  const nonce = await publicClient.getTransactionCount({ address: deployer, blockTag: 'pending' });
  const present = await sharedContracts(o);
  const plan = settlementPlan({
    deployer,
    nonce,
    present,
    params,
    ...(o.loadArtifact ? { loadArtifact: o.loadArtifact } : {}),
    ...(o.official ? { official: o.official } : {}),
  });

  const done = await sendSteps({ publicClient, walletClient, steps: plan.steps, nonce, timeoutMs });
  return { ...plan.addresses, ...outcome({ done, expected: plan.addresses.rollup }) };
}

/** What an earlier deployment left at the addresses that do not depend on the deployer's nonce. */
async function sharedContracts(o: {
  publicClient: PublicClient;
  params: SettlementParams;
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
}): Promise<{ factory: boolean; bridgeImplementation: boolean }> {
  const salt = o.params.salt ?? zeroHash;
  const kit = settlementKit(o);
  const shared = sharedCreation({ kit, salt, owner: o.params.admin });
  const hasCode = async (address: Address) =>
    (await o.publicClient.getCode({ address })) !== undefined;
  for (const contract of ['proxyAdmin', 'bridge'] as const) {
    const { address } = shared[contract];
    if (await hasCode(address)) throw new AlreadyDeployedError({ contract, address, salt });
  }
  return {
    factory: await hasCode(kit.factory),
    bridgeImplementation: await hasCode(shared.bridgeImplementation.address),
  };
}

function outcome(o: {
  done: readonly DoneStep[];
  expected: Address;
}): Omit<DeployedSettlement, keyof SettlementAddresses> {
  const logs = o.done.flatMap((step) => step.receipt.logs);
  const [created] = parseEventLogs({ abi: rollupManagerAbi, eventName: 'CreateNewRollup', logs });
  if (created?.args.rollupAddress !== o.expected) {
    throw new UnexpectedRollupError({ expected: o.expected, actual: created?.args.rollupAddress });
  }
  const transactions = o.done.map(({ name, receipt }) => ({
    name,
    hash: receipt.transactionHash,
    gasUsed: receipt.gasUsed,
    blockNumber: receipt.blockNumber,
  }));
  return {
    rollupType: created.args.rollupTypeID,
    rollupID: created.args.rollupID,
    deploymentBlock: transactions[0]?.blockNumber ?? 0n,
    rollupCreationBlock: created.blockNumber,
    transactions,
  };
}
