import { isExternal, l1EngineOf, l2Engines } from '../components/engines.ts';
import { externalL1 } from '../components/l1/externalL1.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { cdkErigonInput } from './erigonInput.ts';
import type { Manifest } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import type { Supervisor } from './supervisor.ts';

/** A chain that answers. */
export interface NodeReady {
  rpcUrl: string;
  /** Engine and version, as it reports them. */
  engine: string;
  /** For containers; absent where they reach it like everybody. */
  innerUrl?: string;
  /** The node behind our gateway, for processes of this machine. */
  upstream?: string;
}

interface ChainStart {
  manifest: Manifest;
  supervisor: Supervisor;
  containers: StackContainers;
}

/**
 * Starts the L1 of the manifest, or looks at the one that runs already.
 * @param o.embedded configuration of our own
 */
export async function startL1Chain(o: ChainStart & { embedded: unknown }): Promise<NodeReady> {
  const { options } = o.manifest;
  if (isExternal(options.l1)) return externalL1({ url: options.l1, chainId: options.l1ChainId });
  const { component } = l1EngineOf(options.l1);
  if (!component) {
    return o.supervisor.spawn({ name: 'l1', role: 'l1', config: o.embedded, critical: true });
  }
  const started = await o.containers.start(component, {
    chainId: options.l1ChainId,
    blockSeconds: Math.max(1, Math.round(options.l1BlockTimeMs / 1_000)),
    mnemonic: options.mnemonic,
    genesis: o.manifest.l1Genesis,
    port: options.l1Port,
  });
  return {
    rpcUrl: started.url('http'),
    innerUrl: started.innerUrl('http'),
    engine: String(started.ready[0]),
  };
}

interface L2Start extends ChainStart {
  l1: Promise<NodeReady>;
  contracts: Promise<L1Contracts>;
  /** Settles when the files for CDK components are written. */
  configured: Promise<void>;
  /** Configuration of our own. */
  embedded: Promise<unknown>;
}

/** The JSON-RPC of a node as the containers of the stack reach it. */
export async function urlInside(o: {
  node: NodeReady;
  containers: StackContainers;
}): Promise<string> {
  return o.node.innerUrl ?? o.containers.fromInside(o.node.rpcUrl);
}

/** Starts the L2 of the manifest: our own, or another with our gateway in front. */
export async function startL2Chain(o: L2Start): Promise<NodeReady> {
  const { component } = l2Engines[o.manifest.options.l2];
  if (!component) {
    return o.supervisor.spawn({ name: 'l2', role: 'l2', config: o.embedded, critical: true });
  }
  const sequencer = Promise.all([o.l1, o.contracts, o.configured]).then(async ([l1, contracts]) => {
    const l1RpcUrl = await urlInside({ node: l1, containers: o.containers });
    const started = await o.containers.start(
      component,
      cdkErigonInput({ manifest: o.manifest, l1RpcUrl, contracts }),
    );
    return { started, contracts };
  });
  // The gateway loads its modules meanwhile.
  const gateway = o.supervisor.spawn<{ rpcUrl: string }>({
    name: 'gateway',
    role: 'gateway',
    config: sequencer.then(({ started, contracts }) =>
      gatewayConfig({ ...o, contracts, upstream: started.url('http') }),
    ),
    critical: true,
  });
  gateway.catch(() => undefined);
  const { started } = await sequencer;
  const { rpcUrl } = await gateway;
  // Containers are ours, and talk to the sequencer itself.
  return {
    ...{ rpcUrl, innerUrl: started.innerUrl('http'), upstream: started.url('http') },
    engine: String(started.ready[0]),
  };
}

function gatewayConfig(o: { manifest: Manifest; contracts: L1Contracts; upstream: string }) {
  const { options, accounts } = o.manifest;
  const { bridge } = o.contracts;
  return {
    ...(options.configFile ? { configFile: options.configFile } : {}),
    ...{ host: options.host, port: options.l2Port, upstream: o.upstream, bridge },
    chainId: BigInt(options.l2ChainId),
    gasPriceFloorWei: options.gasPriceFloorWei,
    freeClaims: { bridge, claimers: [accounts.roles.claimer.address] },
  };
}
