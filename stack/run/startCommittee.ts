import { join } from 'node:path';
import type { Address } from 'viem';
import type { CommitteeNodeOptions } from '../da/index.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { Manifest } from './manifest.ts';
import type { Supervisor } from './supervisor.ts';

const NAME = 'committee';

/** The member of a validium's data committee. */
export interface CommitteeEndpoint {
  name: string;
  url: string;
  address: Address;
}

/**
 * Starts the member of the data committee.
 * @returns undefined unless the rollup is a validium
 */
export async function startCommittee(o: {
  manifest: Manifest;
  supervisor: Supervisor;
  base: Promise<{ l1RpcUrl: string; contracts: L1Contracts }>;
}): Promise<CommitteeEndpoint | undefined> {
  const { options, accounts } = o.manifest;
  if (options.da !== 'validium') return undefined;
  const config = o.base.then(
    ({ l1RpcUrl, contracts }): CommitteeNodeOptions => ({
      ...{ host: options.host, port: options.committeePort, l1RpcUrl },
      ...{ rollup: contracts.rollup, key: accounts.roles.committee.key },
      dataDir: join(options.dataDir, 'state', NAME),
    }),
  );
  // Without it nothing can be sequenced, and nobody can rebuild the L2.
  const ready = await o.supervisor.spawn<Omit<CommitteeEndpoint, 'name'>>({
    ...{ name: NAME, role: NAME, config, critical: true },
  });
  return { name: NAME, ...ready };
}
