import { type Address, type Hex, parseEther } from 'viem';
import { type CurvePoint, deriveValidatorKey, validatorSetRoot } from '#circuits';
import { loadOfficialContracts, type OfficialDeployment } from '#contracts';
import type { HardwareRecord } from '#market/sdk';
import {
  type Account,
  type Accounts,
  deriveAccounts,
  validatorSeed,
} from '../artifacts/accounts.ts';
import { buildL2Genesis } from '../artifacts/buildL2Genesis.ts';
import type { Artifacts } from '../artifacts/ensureArtifacts.ts';
import { capabilitiesOf } from '../components/capabilitiesOf.ts';
import type { Genesis } from '../engine/types.ts';
import { l1Genesis } from '../l1/l1Genesis.ts';
import type { StackOptions } from '../session/options.ts';
import { type RollupPlan, rollupPlans } from './rollupPlan.ts';

/** The first rollup's number at the rollup manager; also its network id at the bridge. */
export const ROLLUP_ID = 1;

export interface ProviderPlan {
  name: string;
  account: Account;
  hardware: HardwareRecord;
  /** Wei of BIG. */
  pricePerJob: bigint;
}

export interface ValidatorPlan {
  name: string;
  account: Account;
  seed: Hex;
  publicKey: CurvePoint;
}

/** Phase 2 of a start: everything that is decided before the first process runs, as plain data. */
export interface Manifest {
  options: StackOptions;
  /** The rollup that it describes, and what the names of its processes and state begin with. */
  rollupId: number;
  prefix: string;
  /** The others at the same manager; they share genesis and validators. */
  rollups: RollupPlan[];
  accounts: Accounts;
  l1Genesis: Genesis;
  l2Genesis: Genesis;
  /** Contracts of the L2 genesis by address. */
  l2GenesisNames: Record<Address, string>;
  /** State root of L2 block 0. */
  l2GenesisRoot: Hex;
  /** Those that run: none where they could not re-execute the L2's batches. */
  validators: ValidatorPlan[];
  validatorSet: { epoch: bigint; k: number; n: number; root: bigint; keys: CurvePoint[] };
  providers: ProviderPlan[];
  circuits: Record<string, { r1csSha256: Hex; keyHash: Hex; setup: string; constraints: number }>;
  /** Wei of BIG. */
  amounts: { supply: bigint; perUser: bigint; perActor: bigint; stake: bigint };
}

/** In the order of their slots; a stack has the first n of them. */
const VALIDATORS = [
  ...(['validator1', 'validator2', 'validator3', 'validator4'] as const),
  ...(['validator5', 'validator6', 'validator7', 'validator8'] as const),
];

/** Three machines: one that fits the walk's job, one that is too small, one that is too dear. */
const PROVIDERS = [
  { name: 'provider1', hardware: { memoryMiB: 8_192, cores: 4 }, price: '5' },
  { name: 'provider2', hardware: { memoryMiB: 1_024, cores: 1 }, price: '2' },
  { name: 'provider3', hardware: { memoryMiB: 16_384, cores: 8 }, price: '50' },
] as const;

/**
 * The official settlement contracts, when the options ask for them.
 * @throws OfficialContractsMissingError
 */
export async function officialOf(o: {
  options: StackOptions;
  accounts: Accounts;
}): Promise<{ official?: OfficialDeployment }> {
  if (o.options.contracts === 'embedded') return {};
  const deployer = o.accounts.roles.deployer.address;
  const { contractsPath: path, da } = o.options;
  const validium = da === 'validium';
  return { official: await loadOfficialContracts({ path, deployer, validium }) };
}

/** Makes the manifest; starts nothing but a scratch engine in memory. */
export async function createManifest(o: {
  options: StackOptions;
  artifacts: Artifacts;
}): Promise<Manifest> {
  const accounts = deriveAccounts(o.options.mnemonic);
  const { roles, users } = accounts;
  const validators = VALIDATORS.slice(0, o.options.validators).map((name) => {
    const seed = validatorSeed(roles[name].key);
    return { name, account: roles[name], seed, publicKey: deriveValidatorKey(seed).publicKey };
  });
  const set = { epoch: 1n, k: o.options.threshold, keys: validators.map((v) => v.publicKey) };
  const l2 = await buildL2Genesis({
    chainId: BigInt(o.options.l2ChainId),
    owner: roles.admin.address,
    ...(await officialOf({ options: o.options, accounts })),
  });
  const funded: Address[] = [...users, ...Object.values(roles)].map((account) => account.address);
  return {
    options: o.options,
    rollupId: ROLLUP_ID,
    prefix: '',
    rollups: rollupPlans(o.options),
    accounts,
    l1Genesis: l1Genesis({ funded, balance: parseEther('10000') }),
    l2Genesis: l2.genesis,
    l2GenesisNames: l2.names,
    l2GenesisRoot: l2.stateRoot,
    validators: capabilitiesOf(o.options).includes('validatorProofs') ? validators : [],
    validatorSet: { ...set, n: set.keys.length, root: validatorSetRoot(set) },
    providers: PROVIDERS.map(({ name, hardware, price }) => ({
      name,
      account: roles[name],
      hardware: { hwClass: 'cpu', vramMiB: 0, ...hardware },
      pricePerJob: parseEther(price),
    })),
    circuits: Object.fromEntries(
      Object.values(o.artifacts).map(({ name, manifest: m }) => [
        name,
        {
          r1csSha256: m.r1csSha256,
          keyHash: m.keyHash,
          setup: m.setup,
          constraints: m.constraints,
        },
      ]),
    ),
    amounts: {
      supply: parseEther('1000000000'),
      perUser: parseEther('1000'),
      perActor: parseEther('500'),
      stake: parseEther('200'),
    },
  };
}
