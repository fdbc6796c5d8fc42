import { bridgeService } from '../components/bridge/bridgeService.ts';
import { BRIDGE_DATABASE } from '../components/bridge/bridgeServiceConfig.ts';
import { postgres } from '../components/postgres/postgres.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { Manifest } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, urlInside } from './startChains.ts';

/** Starts the CDK's bridge service with its database, once both chains are there. */
export async function startOfficialBridge(o: {
  manifest: Manifest;
  containers: StackContainers;
  l1: Promise<NodeReady>;
  l2: Promise<NodeReady>;
  contracts: Promise<L1Contracts>;
}): Promise<{ name: string; url: string }> {
  const { containers, manifest } = o;
  // The database makes itself while the chains come up.
  const database = o.l1.then(() => containers.start(postgres, BRIDGE_DATABASE));
  const [l1, l2, contracts] = await Promise.all([o.l1, o.l2, o.contracts, database]);
  const started = await containers.start(bridgeService, {
    l1RpcUrl: await urlInside({ node: l1, containers }),
    // By way of our gateway: the logs of the sequencer itself come later than its blocks, and the service
    // does not look twice.
    l2RpcUrl: await containers.fromInside(l2.rpcUrl),
    contracts,
    // It reads what comes after this block; the bridge's first deposit is in the deployment.
    l1GenesisBlock: contracts.deploymentBlock - 1n,
    claimerKey: manifest.accounts.roles.claimer.key,
    port: manifest.options.bridgePort,
  });
  return { name: 'bridge', url: started.url('http') };
}
