import type { Hex } from 'viem';
import { l2Engines } from '../components/engines.ts';
import { cdkErigonGenesis } from '../components/l2/cdkErigonZk.ts';
import type { StepRecorder } from '../walk/steps.ts';
import { genesisInput } from './erigonInput.ts';
import type { Manifest } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, urlInside } from './startChains.ts';

/**
 * The state root of L2 block 0 that the rollup type on L1 gets. Under Ethereum's rules it is computed with
 * the manifest; a Poseidon root is read from block 0 of the engine itself, started for this alone.
 * @throws what `StackContainers.visit` throws
 */
export async function readGenesisRoot(o: {
  manifest: Manifest;
  containers: StackContainers;
  l1: NodeReady;
  recorder: StepRecorder;
}): Promise<Hex> {
  const { manifest, containers } = o;
  if (l2Engines[manifest.options.l2].rules === 'type-1') return manifest.l2GenesisRoot;
  return o.recorder.run(
    'read the genesis root from the L2 engine',
    async () => {
      const l1RpcUrl = await urlInside({ node: o.l1, containers });
      const input = genesisInput({ manifest, l1RpcUrl });
      return containers.visit(cdkErigonGenesis, input, ({ ready }) => ready[0] as Hex);
    },
    (root) => ({ chain: 'l2', note: root }),
  );
}
