import { type Address, getContractAddress, type PublicClient, stringToHex } from 'viem';
import { type ArtifactLoader, loadArtifact as loadFromDisk } from '../artifact.ts';
import { initCode } from './bridgeCreation.ts';
import { DEFAULT_MARKET_TERMS, type MarketParams } from './marketParams.ts';
import { type DeployerClient, type DeployStep, sendSteps } from './sendSteps.ts';

const CREATED = ['stakeVault', 'programRegistry', 'providerRegistry', 'jobMarket'] as const;
type Created = (typeof CREATED)[number];

/** Several times what each takes, yet all of them fit one block. */
const GAS: Record<Created, bigint> = {
  stakeVault: 2_500_000n,
  programRegistry: 2_000_000n,
  providerRegistry: 1_500_000n,
  jobMarket: 7_500_000n,
};

export type MarketAddresses = Record<Created, Address>;

/**
 * Puts the marketplace on the L2: stake vault, program and provider registries, job market. The vault
 * appoints the market, whose address is computed beforehand, so every transaction is sent at once.
 * @param o.timeoutMs longest wait for the next receipt; 60 s by default
 * @throws ArtifactMissingError, DeployerFundsError before anything is sent
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function deployMarket(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  params: MarketParams;
  loadArtifact?: ArtifactLoader;
  timeoutMs?: number;
}): Promise<MarketAddresses> {
  const { publicClient, walletClient, params } = o;
  const deployer = walletClient.account.address;
  const nonce = await publicClient.getTransactionCount({ address: deployer, blockTag: 'pending' });
  const addresses = createdAddresses({ deployer, nonce });
  await sendSteps({
    publicClient,
    walletClient,
    steps: creationSteps({ params, addresses, load: o.loadArtifact ?? loadFromDisk }),
    nonce,
    gasPrice: params.gasPrice,
    timeoutMs: o.timeoutMs ?? 60_000,
  });
  return addresses;
}

function createdAddresses(o: { deployer: Address; nonce: number }): MarketAddresses {
  const entries = CREATED.map((name, i) => [
    name,
    getContractAddress({ from: o.deployer, nonce: BigInt(o.nonce + i) }),
  ]);
  return Object.fromEntries(entries) as MarketAddresses;
}

function creationSteps(o: {
  params: MarketParams;
  addresses: MarketAddresses;
  load: ArtifactLoader;
}): DeployStep[] {
  const { params, addresses: a } = o;
  const terms = { ...DEFAULT_MARKET_TERMS, ...params.terms };
  const treasury = params.treasury ?? params.owner;
  const args: Record<Created, readonly unknown[]> = {
    stakeVault: [params.owner, params.unbondingSeconds, roleConfigs(o)],
    programRegistry: [BigInt(params.l1ChainId), params.owner],
    providerRegistry: [a.stakeVault],
    jobMarket: [a.stakeVault, a.programRegistry, a.providerRegistry, treasury, terms],
  };
  return CREATED.map((name) => ({
    name,
    data: initCode({ artifact: o.load(contractName(name)), args: args[name] }),
    gas: GAS[name],
  }));
}

/** The market manages the bonds of those it deals with; the other roles have no manager yet. */
function roleConfigs(o: { params: MarketParams; addresses: MarketAddresses }) {
  const { provider, scheduler, validator, sequencer } = o.params.stakeMinimums;
  const market = o.addresses.jobMarket;
  const nobody = '0x0000000000000000000000000000000000000000';
  const role = (name: string, minimum: bigint, manager: Address) => ({
    role: stringToHex(name, { size: 32 }),
    minimum,
    manager,
  });
  return [
    role('PROVIDER', provider, market),
    role('SCHEDULER', scheduler, market),
    role('VALIDATOR', validator, nobody),
    role('SEQUENCER', sequencer, nobody),
  ];
}

function contractName(name: Created): string {
  return `${name[0]?.toUpperCase()}${name.slice(1)}`;
}
