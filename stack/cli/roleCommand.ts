import { environment } from '#core';
import { UnknownRoleError } from '../errors.ts';
import type { CommandContext } from './CommandContext.ts';

/**
 * Name to entry of everything that runs as a process of its own. The entry takes its configuration
 * from `--config` of this command line, and ends the process by itself.
 */
const ROLES: Record<string, () => Promise<unknown>> = {
  l1: () => import('../roles/l1.ts'),
  l2: () => import('../roles/l2.ts'),
  gateway: () => import('../roles/gateway.ts'),
  bridge: () => import('../roles/bridge.ts'),
  'sequence-sender': () => import('../roles/sequenceSender.ts'),
  aggregator: () => import('../roles/aggregator.ts'),
  prover: () => import('../roles/prover.ts'),
  validator: () => import('../roles/validator.ts'),
  scheduler: () => import('../roles/scheduler.ts'),
  provider: () => import('../roles/provider.ts'),
};

/**
 * Runs one role on this machine until it is stopped.
 * @throws UnknownRoleError
 */
export async function roleCommand({ flags }: CommandContext): Promise<number> {
  const name = flags.argument ?? environment('BIGFILE_ROLE') ?? '';
  const load = ROLES[name];
  if (!load) throw new UnknownRoleError({ name, known: Object.keys(ROLES) });
  await load();
  return new Promise(() => undefined);
}
