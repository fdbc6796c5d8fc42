import { encodeFunctionData, maxUint256, parseEther } from 'viem';
import { polTestTokenAbi, sendSteps } from '#contracts';
import { cdkNode } from '../components/settlement/cdkNode.ts';
import { zkevmProver } from '../components/settlement/zkevmProver.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { chainOf, publicClientOf, walletClientOf } from './clients.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';
import type { StackContainers } from './stackContainers.ts';
import { type NodeReady, urlInside } from './startChains.ts';

/** POL for the sequencer: at the usual fee enough for ten million batches. */
const POL = parseEther('1000000');
const TIMEOUT_MS = 60_000;

/**
 * Starts cdk-node, once both chains are there, and the mock prover that dials it, unless provers are somebody
 * else's.
 * @returns where they can dial in
 */
export async function startCdkNode(o: {
  manifest: Manifest;
  containers: StackContainers;
  l1: Promise<NodeReady>;
  l2: Promise<NodeReady>;
  contracts: Promise<L1Contracts>;
}): Promise<{ provers: { name: string; url: string } }> {
  const { containers, manifest } = o;
  const { options, accounts } = manifest;
  const inside = (node: NodeReady) => urlInside({ node, containers });
  const [l1, l2, contracts] = await Promise.all([o.l1, o.l2, o.contracts]);
  await payForBatches({ manifest, l1, contracts });
  const { sequenceSender, aggregator } = accounts.roles;
  const settles = { contracts, rollupId: ROLLUP_ID, l1FromHere: l1.rpcUrl };
  const node = await containers.start(cdkNode, {
    ...settles,
    ...{ l1RpcUrl: await inside(l1), l2RpcUrl: await inside(l2) },
    l1ChainId: options.l1ChainId,
    validium: options.da === 'validium',
    keys: { sequencer: sequenceSender.key, aggregator: aggregator.key },
    coinbase: sequenceSender.address,
    proverPort: options.prover === 'official' ? options.proverPort : 0,
  });
  if (options.prover === 'mock')
    await containers.start(zkevmProver, { ...settles, aggregator: node.name });
  return { provers: { name: node.name, url: node.url('provers') } };
}

/** cdk-node neither mints POL nor lets the rollup contract take any: that is left to who runs it. */
async function payForBatches(o: {
  manifest: Manifest;
  l1: NodeReady;
  contracts: L1Contracts;
}): Promise<void> {
  const { pol, rollup } = o.contracts;
  const { options, accounts } = o.manifest;
  const account = accounts.roles.sequenceSender;
  const chain = chainOf({ layer: 'l1', id: options.l1ChainId, rpcUrl: o.l1.rpcUrl });
  const publicClient = publicClientOf(chain);
  const allowance = await publicClient.readContract({
    ...{ address: pol, abi: polTestTokenAbi, functionName: 'allowance' },
    args: [account.address, rollup],
  });
  // An earlier start has paid.
  if (allowance > POL) return;
  const call = (functionName: 'mint' | 'approve', args: readonly unknown[]) => ({
    ...{ name: `${functionName} POL`, to: pol, gas: 100_000n },
    data: encodeFunctionData({ abi: polTestTokenAbi, functionName, args } as never),
  });
  await sendSteps({
    publicClient,
    walletClient: walletClientOf({ chain, account }),
    steps: [call('mint', [account.address, POL]), call('approve', [rollup, maxUint256])],
    timeoutMs: TIMEOUT_MS,
  });
}
