import {
  type Address,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { rollupManagerAbi, settlementTimelockAbi } from '../abis.generated.ts';
import { type ArtifactLoader, loadArtifact as loadFromDisk } from '../artifact.ts';
import { initCode } from './bridgeCreation.ts';
import { addRollupType, createRollup } from './managerDialect.ts';
import type { DeployStep } from './sendSteps.ts';
import { type OfficialDeployment, settlementKit } from './settlementKit.ts';
import type { SettlementAddresses, ValidatorSetParams } from './settlementParams.ts';

/** What is there already, of the rollup that was deployed with the settlement contracts. */
export type AttachTo = Pick<
  SettlementAddresses,
  'rollupManager' | 'timelock' | 'rollupImplementation' | 'groth16BatchVerifier'
>;

/** A token of the L1 (the zero address: ether), or a new one to be created there. */
export type GasTokenParams =
  | Address
  | { name: string; symbol: string; holder: Address; supply: bigint };

export interface AttachRollupParams {
  l2ChainId: number;
  /** Rules of the L2 batches; 12 by default. */
  forkId?: bigint;
  /** State root of L2 block 0. */
  genesisRoot: Hex;
  gasToken: GasTokenParams;
  trustedSequencer: Address;
  /** Gets the right to verify batches, if it is not the first rollup's aggregator. */
  trustedAggregator?: Address;
  sequencerUrl: string;
  networkName: string;
  validators: ValidatorSetParams;
}

const FORK_ID = 12n;

export interface AttachPlan {
  steps: DeployStep[];
  gasToken: Address;
  batchVerifier: Address;
}

/**
 * All transactions that attach one more rollup, sent by the admin. Pure.
 * @param o.rollupId and `rollupType` as the manager will number them
 * @throws ArtifactMissingError, UnknownReleaseError
 */
export function attachPlan(o: {
  admin: Address;
  /** Next nonce of the admin. */
  nonce: number;
  rollupId: number;
  rollupType: number;
  settlement: AttachTo;
  params: AttachRollupParams;
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
}): AttachPlan {
  const { admin, settlement, params: p, rollupId } = o;
  const load = o.loadArtifact ?? loadFromDisk;
  const { abi } = settlementKit(o).artifact('rollupManager');
  const created = (position: number) =>
    getContractAddress({ from: admin, nonce: BigInt(o.nonce + position) });
  const token = typeof p.gasToken === 'string' ? undefined : p.gasToken;
  const gasToken = typeof p.gasToken === 'string' ? p.gasToken : created(0);
  const batchVerifier = created(token ? 1 : 0);
  const { rollupManager, timelock, groth16BatchVerifier } = settlement;

  const tokenArgs = token && [token.name, token.symbol, token.holder, token.supply];
  const verifierArgs = [rollupManager, rollupId, groth16BatchVerifier, timelock, p.validators];
  const type = addRollupType(abi, {
    implementation: settlement.rollupImplementation,
    verifier: batchVerifier,
    forkId: p.forkId ?? FORK_ID,
    genesisRoot: p.genesisRoot,
    description: p.networkName,
  });
  const rollup = createRollup(abi, {
    typeId: o.rollupType,
    chainId: BigInt(p.l2ChainId),
    admin,
    sequencer: p.trustedSequencer,
    gasToken,
    sequencerUrl: p.sequencerUrl,
    networkName: p.networkName,
  });
  const steps: DeployStep[] = [
    creation('batchVerifier', load, 'BatchVerifier', verifierArgs, 1_600_000n),
    ...throughTimelock({
      timelock,
      target: rollupManager,
      data: type,
      salt: toHex(rollupId, { size: 32 }),
    }),
    ...grantAggregator({ rollupManager, account: p.trustedAggregator }),
    { name: 'rollup', to: rollupManager, data: rollup, gas: 3_000_000n },
  ];
  if (tokenArgs) steps.unshift(creation('gasToken', load, 'DevToken', tokenArgs, 1_600_000n));
  return { steps, gasToken, batchVerifier };
}

function creation(
  name: string,
  load: ArtifactLoader,
  contract: string,
  args: readonly unknown[],
  gas: bigint,
): DeployStep {
  return { name, data: initCode({ artifact: load(contract), args }), gas };
}

/** Only the timelock may add types; without a delay it acts in the same block. */
function throughTimelock(o: {
  timelock: Address;
  target: Address;
  data: Hex;
  salt: Hex;
}): DeployStep[] {
  const call = [o.target, 0n, o.data, zeroHash, o.salt] as const;
  const abi = settlementTimelockAbi;
  return [
    {
      name: 'schedule the rollup type',
      to: o.timelock,
      data: encodeFunctionData({ abi, functionName: 'schedule', args: [...call, 0n] }),
      gas: 400_000n,
    },
    {
      name: 'rollup type',
      to: o.timelock,
      data: encodeFunctionData({ abi, functionName: 'execute', args: call }),
      gas: 800_000n,
    },
  ];
}

function grantAggregator(o: {
  rollupManager: Address;
  account: Address | undefined;
}): DeployStep[] {
  if (o.account === undefined || o.account === zeroAddress) return [];
  const role = keccak256(toHex('TRUSTED_AGGREGATOR_ROLE'));
  const data = encodeFunctionData({
    abi: rollupManagerAbi,
    functionName: 'grantRole',
    args: [role, o.account],
  });
  return [{ name: 'grant TRUSTED_AGGREGATOR_ROLE', to: o.rollupManager, data, gas: 100_000n }];
}
