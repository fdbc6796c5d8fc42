import { join } from 'node:path';
import type { BridgeServiceOptions } from '#bridge';
import { programs } from '#circuits';
import type { ProviderConfig } from '#market/provider';
import type { SchedulerConfig } from '#market/scheduler';
import type { MarketContracts } from '#market/sdk';
import { l2Engines } from '../components/engines.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { L1Options } from '../l1/startL1.ts';
import type { L2NodeOptions } from '../l2/index.ts';
import type {
  AggregatorOptions,
  SequenceSenderOptions,
  ValidatorOptions,
} from '../services/index.ts';
import { type Deployment, l1ContractsOf, marketContractsOf } from './deployment.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, startL1Chain, startL2Chain } from './startChains.ts';
import { type CommitteeEndpoint, startCommittee } from './startCommittee.ts';
import { startOfficialBridge } from './startOfficialBridge.ts';
import type { Supervisor } from './supervisor.ts';

interface Endpoint {
  name: string;
  url: string;
}

/** Where the services listen. */
export interface RoleEndpoints {
  bridge: Endpoint;
  sequenceSender: Endpoint;
  aggregator: Endpoint;
  scheduler: Endpoint;
  validators: Endpoint[];
  providers: Endpoint[];
  /** Only of a validium. */
  committee: CommitteeEndpoint | undefined;
}

type Settlement = Pick<Deployment, 'l1' | 'l1DeploymentBlock'>;
type Market = Pick<Deployment, 'l2' | 'l2DeploymentBlock'>;

export interface SpawnedRoles {
  l1(): Promise<NodeReady>;
  l2(): Promise<NodeReady>;
  /** The member of the data committee; undefined unless the rollup is a validium. */
  committee(): Promise<CommitteeEndpoint | undefined>;
  /** Everything but the two chains. */
  rest(): Promise<RoleEndpoints>;
  /**
   * Hands the contracts of L1 to those who wait for them.
   * @param configured settles when the files for CDK components are written
   */
  settled(settlement: Settlement, configured: Promise<void>): void;
  marketDeployed(market: Market): void;
}

/**
 * Starts every process of the stack at once. Each loads its modules and then waits for its
 * configuration, which becomes known as the bring-up goes on.
 */
export function spawnRoles(o: {
  manifest: Manifest;
  supervisor: Supervisor;
  containers: StackContainers;
}): SpawnedRoles {
  const settlement = Promise.withResolvers<Settlement>();
  const configured = Promise.withResolvers<void>();
  const market = Promise.withResolvers<Market>();
  const context: Context = { ...o, config: createConfigs(o.manifest) };

  const l1 = startL1Chain({ ...o, embedded: context.config.l1() });
  const base = Promise.all([l1, settlement.promise]).then(([{ rpcUrl }, s]) => ({
    l1RpcUrl: rpcUrl,
    contracts: l1ContractsOf(s),
  }));
  const l2 = startL2Chain({
    ...o,
    l1,
    contracts: base.then((b) => b.contracts),
    configured: configured.promise,
    embedded: base.then(context.config.l2),
  });
  const committee = startCommittee({ ...o, base });
  const both = Promise.all([base, l2]).then(([b, { rpcUrl }]) => ({ ...b, l2RpcUrl: rpcUrl }));
  const onMarket = Promise.all([l2, market.promise]).then(([{ rpcUrl }, m]) => ({
    l2RpcUrl: rpcUrl,
    contracts: marketContractsOf(m),
  }));
  const contracts = base.then((b) => b.contracts);
  const official = () => startOfficialBridge({ ...o, l1, l2, contracts });
  const rest = startRest({ context, base, both, onMarket, official });
  // Whoever waits for one of these hears of its failure.
  for (const promise of [l1, base, l2, committee, both, onMarket, rest])
    promise.catch(() => undefined);

  return {
    l1: () => l1,
    l2: () => l2,
    committee: () => committee,
    rest: async () => ({ ...(await rest), committee: await committee }),
    settled(contracts, written) {
      settlement.resolve(contracts);
      configured.resolve(written);
    },
    marketDeployed: market.resolve,
  };
}

interface Context {
  manifest: Manifest;
  supervisor: Supervisor;
  config: ReturnType<typeof createConfigs>;
}
interface Base {
  l1RpcUrl: string;
  contracts: L1Contracts;
}
interface Both extends Base {
  l2RpcUrl: string;
}
interface OnMarket {
  l2RpcUrl: string;
  contracts: MarketContracts;
}

function spawn<R>(
  context: Context,
  name: string,
  role: string,
  config: unknown,
  critical: boolean,
): Promise<R> {
  return context.supervisor.spawn<R>({ name, role, config, critical });
}

async function startRest(o: {
  context: Context;
  base: Promise<Base>;
  both: Promise<Both>;
  onMarket: Promise<OnMarket>;
  /** Starts the bridge service that is not ours. */
  official: () => Promise<Endpoint>;
}): Promise<Omit<RoleEndpoints, 'committee'>> {
  const { context } = o;
  const { config, manifest } = context;
  const service = async (name: string, role: string, options: unknown, critical: boolean) => {
    const ready = await spawn<{ url?: string }>(context, name, role, options, critical);
    return { name, url: ready.url ?? '' };
  };
  const bridge =
    manifest.options.bridge === 'official'
      ? o.official()
      : service('bridge', 'bridge', o.both.then(config.bridge), true);
  const senderConfig = o.both.then(config.sequenceSender);
  const sender = service('sequence-sender', 'sequenceSender', senderConfig, true);
  // The stack is built to go on without some of these: their death is not its end.
  const validators = Promise.all(
    manifest.validators.map((validator) =>
      service(
        validator.name,
        'validator',
        o.base.then((b) => config.validator(b, validator)),
        false,
      ),
    ),
  );
  const aggregator = service(
    'aggregator',
    'aggregator',
    Promise.all([o.both, validators]).then(([b, v]) => config.aggregator(b, v)),
    true,
  );
  const scheduler = service('scheduler', 'scheduler', o.onMarket.then(config.scheduler), false);
  const providers = Promise.all(
    manifest.providers.map((provider) =>
      service(
        provider.name,
        'provider',
        o.onMarket.then((m) => config.provider(m, provider)),
        false,
      ),
    ),
  );
  const [b, a, s, v, p, q] = await Promise.all([
    bridge,
    aggregator,
    scheduler,
    validators,
    providers,
    sender,
  ]);
  return { bridge: b, sequenceSender: q, aggregator: a, scheduler: s, validators: v, providers: p };
}

/** The configuration of each role, from the manifest and what has become known. */
function createConfigs(manifest: Manifest) {
  const { options, accounts, amounts } = manifest;
  const { roles } = accounts;
  const stateDir = (name: string) => join(options.dataDir, 'state', name);
  const circuitsDir = join(options.cacheDir, 'circuits');
  const anyPort = { host: options.host, port: 0 };
  const gasPriceWei = options.gasPriceFloorWei;
  const l2ChainId = BigInt(options.l2ChainId);
  return {
    l1: (): L1Options => ({
      host: options.host,
      port: options.l1Port,
      chainId: options.l1ChainId,
      genesis: manifest.l1Genesis,
      dataDir: stateDir('l1'),
      blockTimeMs: options.l1BlockTimeMs,
    }),
    l2: (b: Base): L2NodeOptions & { configFile?: string } => ({
      ...(options.configFile ? { configFile: options.configFile } : {}),
      ...b,
      host: options.host,
      port: options.l2Port,
      rollupId: ROLLUP_ID,
      genesis: manifest.l2Genesis,
      chainId: l2ChainId,
      dataDir: stateDir('l2'),
      sequencer: {
        coinbase: roles.sequencer.address,
        blockTimeMs: options.l2BlockTimeMs,
        batch: {
          maxAgeMs: options.batchMaxAgeMs,
          maxBytes: options.batchMaxBytes,
          maxTransactions: options.batchMaxTransactions,
        },
        blocks: {
          mode: options.l2Blocks,
          order: options.l2Order,
          emptyBlocks: options.l2EmptyBlocks,
          emptyBatches: options.emptyBatches,
          skipForced: options.l2SkipForced,
        },
      },
      gasPriceFloorWei: options.gasPriceFloorWei,
      freeClaimers: [roles.claimer.address],
      bridge: b.contracts.bridge,
    }),
    bridge: (b: Both): BridgeServiceOptions => ({
      host: options.host,
      port: options.bridgePort,
      l1: { ...b.contracts, rpcUrl: b.l1RpcUrl, genesisBlock: b.contracts.deploymentBlock },
      rollups: [{ rollupId: ROLLUP_ID, rpcUrl: b.l2RpcUrl }],
      dataDir: stateDir('bridge'),
      claimers: [{ destination: ROLLUP_ID, key: roles.claimer.key }],
    }),
    sequenceSender: (b: Both): SequenceSenderOptions => ({
      ...b,
      rollupId: ROLLUP_ID,
      key: roles.sequenceSender.key,
      coinbase: roles[l2Engines[options.l2].coinbase].address,
      api: anyPort,
      mintPol: true,
    }),
    validator: (b: Base, v: Manifest['validators'][number]): ValidatorOptions => ({
      ...b,
      ...anyPort,
      rollupId: ROLLUP_ID,
      genesis: manifest.l2Genesis,
      validatorSeed: v.seed,
      ecdsaKey: v.account.key,
      journalPath: join(stateDir(v.name), 'journal.sqlite'),
    }),
    aggregator: (b: Both, validators: readonly Endpoint[]): AggregatorOptions => ({
      ...b,
      ...anyPort,
      rollupId: ROLLUP_ID,
      key: roles.aggregator.key,
      validators: validators.map(({ url }) => url),
      validatorSet: manifest.validatorSet,
      circuitsCacheDir: circuitsDir,
      dataDir: stateDir('aggregator'),
      prover: options.prover,
    }),
    scheduler: (m: OnMarket): SchedulerConfig => ({
      ...m,
      ...anyPort,
      key: roles.scheduler.key,
      stakeWei: amounts.stake,
      gasPriceWei,
    }),
    provider: (m: OnMarket, p: Manifest['providers'][number]): ProviderConfig => ({
      ...m,
      ...anyPort,
      key: p.account.key,
      hardware: p.hardware,
      pricing: { perJob: p.pricePerJob },
      programs: [...Object.keys(programs), ...options.programs],
      stakeWei: amounts.stake,
      cacheDir: circuitsDir,
      gasPriceWei,
    }),
  };
}
