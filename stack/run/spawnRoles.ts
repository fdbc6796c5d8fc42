import type { Address } from 'viem';
import type { RollupDeployment } from './attachRollups.ts';
import { type Deployment, l1ContractsOf, marketContractsOf } from './deployment.ts';
import type { Manifest } from './manifest.ts';
import { manifestOf } from './manifestOf.ts';
import {
  type Base,
  type Both,
  createConfigs,
  type Endpoint,
  type OnMarket,
} from './roleConfigs.ts';
import { type SpawnedRollup, spawnRollup } from './spawnRollup.ts';
import type { StackContainers } from './stackContainers.ts';
import { startCdkNode } from './startCdkNode.ts';
import { type NodeReady, startL1Chain, startL2Chain } from './startChains.ts';
import { type CommitteeEndpoint, startCommittee } from './startCommittee.ts';
import { startOfficialBridge } from './startOfficialBridge.ts';
import type { Supervisor } from './supervisor.ts';

/** Our sequence sender and aggregator, or the cdk-node that provers dial. */
export type SettlementEndpoints =
  | { sequenceSender: Endpoint; aggregator: Endpoint }
  | { provers: Endpoint };

/** Where the services listen. */
export interface RoleEndpoints {
  bridge: Endpoint;
  settlement: SettlementEndpoints;
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
  /** The rollups after the first. */
  rollups: readonly SpawnedRollup[];
  /** Everything but the chains and what belongs to the other rollups. */
  rest(): Promise<RoleEndpoints>;
  /**
   * Hands the contracts of L1 to those who wait for them.
   * @param configured settles when the files for CDK components are written
   */
  settled(settlement: Settlement, configured: Promise<void>): void;
  /** Hands the rollups after the first to those who wait for them. */
  attached(rollups: readonly RollupDeployment[]): void;
  /** Hands the contract of the data committee to its member. */
  committeeSetUp(committee: Address): void;
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
  const committeeOnL1 = Promise.withResolvers<Address>();
  const attached = Promise.withResolvers<readonly RollupDeployment[]>();
  const market = Promise.withResolvers<Market>();
  const context: Context = { ...o, config: createConfigs(o.manifest) };

  const l1 = startL1Chain({ ...o, embedded: context.config.l1() });
  const base = Promise.all([l1, settlement.promise]).then(([{ rpcUrl }, s]) => ({
    l1RpcUrl: rpcUrl,
    contracts: l1ContractsOf(s),
  }));
  const contracts = base.then((b) => b.contracts);
  const embedded = base.then(context.config.l2);
  const l2 = startL2Chain({ ...o, l1, contracts, configured: configured.promise, embedded });
  const committee = startCommittee({ ...o, l1, base, onL1: committeeOnL1.promise });
  const both = Promise.all([base, l2]).then(([b, { rpcUrl }]) => ({ ...b, l2RpcUrl: rpcUrl }));
  const onMarket = Promise.all([l2, market.promise]).then(([{ rpcUrl }, m]) => ({
    l2RpcUrl: rpcUrl,
    contracts: marketContractsOf(m),
  }));
  const official = () => startOfficialBridge({ ...o, l1, l2, contracts });
  const rollups = o.manifest.rollups.map((plan) =>
    spawnRollup({
      ...{ plan, base, supervisor: o.supervisor, validators: o.manifest.validators },
      configs: createConfigs(manifestOf(o.manifest, plan)),
      attached: attached.promise.then((all) => all.find((r) => r.rollupId === plan.rollupId)!),
    }),
  );
  const cdkNode = () => startCdkNode({ ...o, l1, l2, contracts });
  const rest = startRest({ context, base, both, onMarket, official, cdkNode, rollups });
  // Whoever waits for one of these hears of its failure; for some of them nobody may.
  for (const promise of [l1, base, contracts, embedded, l2, committee, both, onMarket, rest])
    promise.catch(() => undefined);

  return {
    l1: () => l1,
    l2: () => l2,
    committee: () => committee,
    rest: async () => ({ ...(await rest), committee: await committee }),
    rollups,
    settled(contracts, written) {
      settlement.resolve(contracts);
      configured.resolve(written);
    },
    attached: attached.resolve,
    committeeSetUp: committeeOnL1.resolve,
    marketDeployed: market.resolve,
  };
}

interface Context {
  manifest: Manifest;
  supervisor: Supervisor;
  config: ReturnType<typeof createConfigs>;
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
  /** Starts the settlement that is not ours. */
  cdkNode: () => Promise<SettlementEndpoints>;
  rollups: readonly SpawnedRollup[];
}): Promise<Omit<RoleEndpoints, 'committee'>> {
  const { context } = o;
  const { config, manifest } = context;
  const service = async (name: string, role: string, options: unknown, critical: boolean) => {
    const ready = await spawn<{ url?: string }>(context, name, role, options, critical);
    return { name, url: ready.url ?? '' };
  };
  const followed = async () => {
    const others = o.rollups.map(async ({ plan, l2 }) => {
      const { rollupId, accounts } = plan;
      return { rollupId, rpcUrl: (await l2).rpcUrl, claimerKey: accounts.claimer.key };
    });
    const [both, ...rest] = await Promise.all([o.both, ...others]);
    return config.bridge(both, rest);
  };
  const bridge =
    manifest.options.bridge === 'official'
      ? o.official()
      : service('bridge', 'bridge', followed(), true);
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
  const ownSettlement = async (): Promise<SettlementEndpoints> => {
    const [sequenceSender, aggregator] = await Promise.all([
      service('sequence-sender', 'sequenceSender', o.both.then(config.sequenceSender), true),
      service(
        'aggregator',
        'aggregator',
        Promise.all([o.both, validators]).then(([b, v]) => config.aggregator(b, v)),
        true,
      ),
    ]);
    return { sequenceSender, aggregator };
  };
  const settlement = manifest.options.settlement === 'cdk-node' ? o.cdkNode() : ownSettlement();
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
  const [b, t, s, v, p] = await Promise.all([bridge, settlement, scheduler, validators, providers]);
  return { bridge: b, settlement: t, scheduler: s, validators: v, providers: p };
}
