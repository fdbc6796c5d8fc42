import { bridgeService } from '../components/bridge/bridgeService.ts';
import { BRIDGE_DATABASE } from '../components/bridge/bridgeServiceConfig.ts';
import { postgres } from '../components/postgres/postgres.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { Manifest } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, urlInside } from './startChains.ts';
import type { Supervisor } from './supervisor.ts';

/** Starts the CDK's bridge service with its database, once both chains are there. */
export async function startOfficialBridge(o: {
  manifest: Manifest;
  supervisor: Supervisor;
  containers: StackContainers;
  l1: Promise<NodeReady>;
  l2: Promise<NodeReady>;
  contracts: Promise<L1Contracts>;
}): Promise<{ name: string; url: string }> {
  const { containers, manifest } = o;
  // The database makes itself while the chains come up.
  const database = o.l1.then(() => containers.start(postgres, BRIDGE_DATABASE));
  const [l1, l2, contracts] = await Promise.all([o.l1, o.l2, o.contracts, database]);
  const l2RpcUrl = await openGateway({ ...o, l2, contracts });
  const started = await containers.start(bridgeService, {
    l1RpcUrl: await urlInside({ node: l1, containers }),
    l2RpcUrl: await containers.fromInside(l2RpcUrl),
    contracts,
    // It reads what comes after this block; the bridge's first deposit is in the deployment.
    l1GenesisBlock: contracts.deploymentBlock - 1n,
    claimerKey: manifest.accounts.roles.claimer.key,
    port: manifest.options.bridgePort,
  });
  return { name: 'bridge', url: started.url('http') };
}

/**
 * A gateway for the service alone. The logs of a foreign sequencer come later than its blocks, and the
 * service does not look twice; and its claimer has no BIG before the first claim, so it must be told
 * that gas costs nothing, which our other gateway does not say.
 */
async function openGateway(o: {
  manifest: Manifest;
  supervisor: Supervisor;
  l2: NodeReady;
  contracts: L1Contracts;
}): Promise<string> {
  const { upstream, rpcUrl } = o.l2;
  if (!upstream) return rpcUrl;
  const { rpcUrl: own } = await o.supervisor.spawn<{ rpcUrl: string }>({
    ...{ name: 'bridge-gateway', role: 'gateway', critical: true },
    config: {
      ...{ host: '127.0.0.1', port: 0, upstream, bridge: o.contracts.bridge },
      chainId: BigInt(o.manifest.options.l2ChainId),
      gasPriceFloorWei: 0n,
    },
  });
  return own;
}
