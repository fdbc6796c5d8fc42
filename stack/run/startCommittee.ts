import { join } from 'node:path';
import type { Address } from 'viem';
import { COMMITTEE_DATABASE, dataAvailability } from '../components/da/dataAvailability.ts';
import { postgres } from '../components/postgres/postgres.ts';
import type { CommitteeNodeOptions } from '../da/index.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { Manifest } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, urlInside } from './startChains.ts';
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
  containers: StackContainers;
  l1: Promise<NodeReady>;
  base: Promise<{ l1RpcUrl: string; contracts: L1Contracts }>;
  /** The committee's contract, which the official member asks for before it starts. */
  onL1: Promise<Address>;
}): Promise<CommitteeEndpoint | undefined> {
  const { options, accounts } = o.manifest;
  if (options.da !== 'validium') return undefined;
  if (options.committee === 'official') return startOfficialMember(o);
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

/** Where the member will be, so that its committee can be on L1 before it. */
export function plannedMember({ options, accounts }: Manifest): CommitteeEndpoint {
  const url = `http://${options.host}:${options.committeePort}`;
  return { name: NAME, url, address: accounts.roles.committee.address };
}

async function startOfficialMember(o: {
  manifest: Manifest;
  containers: StackContainers;
  l1: Promise<NodeReady>;
  base: Promise<{ contracts: L1Contracts }>;
  onL1: Promise<Address>;
}): Promise<CommitteeEndpoint> {
  const { containers, manifest } = o;
  const database = o.l1.then(() => containers.start(postgres, COMMITTEE_DATABASE));
  const [l1, { contracts }, committee] = await Promise.all([o.l1, o.base, o.onL1, database]);
  const started = await containers.start(dataAvailability, {
    ...{ l1RpcUrl: await urlInside({ node: l1, containers }), committee },
    ...{ rollup: contracts.rollup, deploymentBlock: contracts.deploymentBlock },
    key: manifest.accounts.roles.committee.key,
    port: manifest.options.committeePort,
  });
  return { ...plannedMember(manifest), url: started.url('http') };
}
