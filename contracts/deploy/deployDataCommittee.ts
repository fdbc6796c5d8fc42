import {
  type Address,
  concatHex,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  type PublicClient,
} from 'viem';
import { dataCommitteeAbi, rollupValidiumAbi } from '../abis.generated.ts';
import type { ArtifactLoader } from '../artifact.ts';
import { type DeployerClient, type DeployStep, sendSteps } from './sendSteps.ts';
import { type OfficialDeployment, settlementKit } from './settlementKit.ts';

export interface CommitteeMember {
  /** Where it is asked for signatures and data. */
  url: string;
  address: Address;
}

export interface CommitteeSetup {
  members: readonly CommitteeMember[];
  /** Signatures that a sequence needs. */
  required: number;
}

const TIMEOUT_MS = 120_000;

/**
 * Puts a data committee on L1 and makes it the data availability protocol of a validium.
 * @param o.walletClient of the rollup's admin, who will own the committee
 * @param o.proxyAdmin owns the committee's proxy
 * @throws DeployerFundsError, DeploymentFailedError, WaitTimeoutError
 */
export async function deployDataCommittee(
  o: CommitteeSetup & {
    publicClient: PublicClient;
    walletClient: DeployerClient;
    rollup: Address;
    proxyAdmin: Address;
    loadArtifact?: ArtifactLoader;
    official?: OfficialDeployment;
    timeoutMs?: number;
  },
): Promise<Address> {
  const { publicClient, walletClient, timeoutMs = TIMEOUT_MS } = o;
  const kit = settlementKit(o);
  const from = walletClient.account.address;
  const nonce = await publicClient.getTransactionCount({ address: from, blockTag: 'pending' });
  const created = (i: number) => getContractAddress({ from, nonce: BigInt(nonce + i) });
  const [implementation, committee] = [created(0), created(1)];
  const initialize = encodeFunctionData({ abi: dataCommitteeAbi, functionName: 'initialize' });
  const { abi, bytecode } = kit.artifact('proxy');
  const proxyArguments = [implementation, o.proxyAdmin, initialize];
  const steps: DeployStep[] = [
    {
      name: 'dataCommitteeImplementation',
      data: kit.artifact('dataCommittee').bytecode,
      gas: 2_500_000n,
    },
    {
      name: 'dataCommittee',
      data: encodeDeployData({ abi, bytecode, args: proxyArguments }),
      gas: 1_500_000n,
    },
    setupStep({ ...o, committee }),
    {
      name: 'dataAvailabilityProtocol',
      to: o.rollup,
      data: encodeFunctionData({
        abi: rollupValidiumAbi,
        functionName: 'setDataAvailabilityProtocol',
        args: [committee],
      }),
      gas: 150_000n,
    },
  ];
  await sendSteps({ publicClient, walletClient, steps, nonce, timeoutMs });
  return committee;
}

/**
 * Gives a committee other members, or other URLs for them.
 * @param o.walletClient of its owner
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function setupDataCommittee(
  o: CommitteeSetup & {
    publicClient: PublicClient;
    walletClient: DeployerClient;
    committee: Address;
    timeoutMs?: number;
  },
): Promise<void> {
  await sendSteps({ ...o, steps: [setupStep(o)], timeoutMs: o.timeoutMs ?? TIMEOUT_MS });
}

/** The contract wants the members in the order of their addresses. */
function setupStep(o: CommitteeSetup & { committee: Address }): DeployStep {
  const members = [...o.members].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  const addresses: Hex = concatHex(members.map(({ address }) => address));
  return {
    name: 'setupCommittee',
    to: o.committee,
    data: encodeFunctionData({
      abi: dataCommitteeAbi,
      functionName: 'setupCommittee',
      args: [BigInt(o.required), members.map(({ url }) => url), addresses],
    }),
    gas: 300_000n + 200_000n * BigInt(members.length),
  };
}
