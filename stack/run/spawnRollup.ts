import type { RollupDeployment } from './attachRollups.ts';
import type { Manifest } from './manifest.ts';
import type { Base, createConfigs, Endpoint } from './roleConfigs.ts';
import type { RollupPlan } from './rollupPlan.ts';
import type { Supervisor } from './supervisor.ts';

type Validator = Manifest['validators'][number];

type Configs = ReturnType<typeof createConfigs>;
/** Makes the configuration of each process of a rollup. */
export type RollupConfigs = Pick<Configs, 'l2' | 'sequenceSender' | 'validator' | 'aggregator'>;

/** Where the services of a rollup after the first listen. */
export interface RollupEndpoints {
  sequenceSender: Endpoint;
  aggregator: Endpoint;
  validators: Endpoint[];
}

export interface SpawnedRollup {
  plan: RollupPlan;
  l2: Promise<{ rpcUrl: string; engine: string }>;
  services: Promise<RollupEndpoints>;
}

/**
 * Starts the processes of a rollup after the first: its L2, sequence sender, aggregator, and one
 * validator for each of the stack's. What is critical to the stack is as it is in the first rollup.
 * @param o.attached resolves when the rollup is on L1
 */
export function spawnRollup(o: {
  plan: RollupPlan;
  supervisor: Supervisor;
  validators: readonly Validator[];
  configs: RollupConfigs;
  base: Promise<Base>;
  attached: Promise<RollupDeployment>;
}): SpawnedRollup {
  const { plan, configs } = o;
  const spawn = <R>(name: string, role: string, config: unknown, critical: boolean): Promise<R> =>
    o.supervisor.spawn<R>({ name: `${plan.prefix}${name}`, role, config, critical });
  const service = async (name: string, role: string, config: unknown, critical = true) => {
    const { url = '' } = await spawn<{ url?: string }>(name, role, config, critical);
    return { name: `${plan.prefix}${name}`, url };
  };
  const base = Promise.all([o.base, o.attached]).then(([b, { rollup, batchVerifier }]) => ({
    ...b,
    contracts: { ...b.contracts, rollup, batchVerifier },
  }));
  const l2 = spawn<{ rpcUrl: string; engine: string }>('l2', 'l2', base.then(configs.l2), true);
  const both = Promise.all([base, l2]).then(([b, { rpcUrl }]) => ({ ...b, l2RpcUrl: rpcUrl }));
  const sender = service('sequence-sender', 'sequenceSender', both.then(configs.sequenceSender));
  const validators = Promise.all(
    o.validators.map((validator) => {
      const config = base.then((b) => configs.validator(b, validator));
      return service(validator.name, 'validator', config, false);
    }),
  );
  const aggregator = service(
    'aggregator',
    'aggregator',
    Promise.all([both, validators]).then(([b, v]) => configs.aggregator(b, v)),
  );
  const services = Promise.all([sender, aggregator, validators]).then(([s, a, v]) => ({
    ...{ sequenceSender: s, aggregator: a, validators: v },
  }));
  for (const promise of [base, l2, both, services]) promise.catch(() => undefined);
  return { plan, l2, services };
}
