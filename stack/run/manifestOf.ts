import type { Manifest } from './manifest.ts';
import type { RollupPlan } from './rollupPlan.ts';

/** What the services of a rollup read of a manifest, for a rollup after the first. */
export function manifestOf(manifest: Manifest, plan: RollupPlan): Manifest {
  const { options, accounts } = manifest;
  return {
    ...manifest,
    rollupId: plan.rollupId,
    prefix: plan.prefix,
    options: { ...options, l2: 'embedded', l2ChainId: plan.chainId, l2Port: plan.port },
    accounts: { ...accounts, roles: { ...accounts.roles, ...plan.accounts } },
  };
}
