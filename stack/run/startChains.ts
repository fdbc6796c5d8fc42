import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isExternal, l1EngineOf, l2Engines } from '../components/engines.ts';
import { externalL1 } from '../components/l1/externalL1.ts';
import type { CdkErigonInput } from '../components/l2/CdkErigonInput.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { Manifest } from './manifest.ts';
import { ROLLUP_ID } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import type { Supervisor } from './supervisor.ts';
import { CHAIN_NAME } from './writeConfig.ts';

/** A chain that answers. */
export interface NodeReady {
  rpcUrl: string;
  /** Engine and version, as it reports them. */
  engine: string;
  /** For containers; absent where they reach it like everybody. */
  innerUrl?: string;
}

/** Shortest times that cdk-erigon was run with, milliseconds. */
const ERIGON_SEAL = { block: 1_000, emptyBlock: 5_000, batch: 5_000 };

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

/** Starts the L2 of the manifest: our own, or another with our gateway in front. */
export async function startL2Chain(o: L2Start): Promise<NodeReady> {
  const { component } = l2Engines[o.manifest.options.l2];
  if (!component) {
    return o.supervisor.spawn({ name: 'l2', role: 'l2', config: o.embedded, critical: true });
  }
  const sequencer = Promise.all([o.l1, o.contracts, o.configured]).then(async ([l1, contracts]) => {
    const l1RpcUrl = l1.innerUrl ?? (await o.containers.fromInside(l1.rpcUrl));
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
  return { rpcUrl, innerUrl: started.innerUrl('http'), engine: String(started.ready[0]) };
}

function cdkErigonInput(o: {
  manifest: Manifest;
  l1RpcUrl: string;
  contracts: L1Contracts;
}): CdkErigonInput {
  const { options, accounts } = o.manifest;
  const seal = {
    ...ERIGON_SEAL,
    block: Math.max(ERIGON_SEAL.block, options.l2BlockTimeMs),
    batch: Math.max(ERIGON_SEAL.batch, options.batchMaxAgeMs),
  };
  return {
    ...{ l1RpcUrl: o.l1RpcUrl, contracts: o.contracts, seal },
    l1ChainId: options.l1ChainId,
    l2ChainId: options.l2ChainId,
    rollupId: ROLLUP_ID,
    sequencer: accounts.roles.sequenceSender.address,
    chainName: CHAIN_NAME,
    chainFiles: chainFiles(join(options.dataDir, 'config')),
    port: 0,
  };
}

function chainFiles(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.startsWith(`dynamic-${CHAIN_NAME}-`));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
  );
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
