import { encodeFunctionData, hexToBigInt, zeroHash } from 'viem';
import { bridgeAbi } from '#contracts';
import type { ReadyStage, RunningContainer } from '#core';
import { rpc } from '../rpc.ts';
import type { CdkErigonInput } from './CdkErigonInput.ts';

const TIMEOUT_MS = 180_000;

/** The way of a new cdk-erigon to a chain that can be worked with. */
export function cdkErigonReady({ rollupId, contracts }: CdkErigonInput): ReadyStage[] {
  const stage = (what: string, check: (container: RunningContainer) => Promise<unknown>) => ({
    ...{ what, check, timeoutMs: TIMEOUT_MS },
  });
  const number = async (c: RunningContainer, method: string) =>
    hexToBigInt(await rpc(c.url('http'), method));
  return [
    stage('its JSON-RPC to answer', (c) => rpc<string>(c.url('http'), 'web3_clientVersion')),
    stage('the fork id, which only the L1 tells it', async (c) => {
      return (await number(c, 'zkevm_getForkId')) || undefined;
    }),
    stage('batch 1, which the rollup contract gives it', async (c) => {
      return (await number(c, 'eth_blockNumber')) >= 1n || undefined;
    }),
    stage(`the bridge on the L2 to have network id ${rollupId}`, async (c) => {
      const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'networkID' });
      const call = { to: contracts.bridge, data };
      const id = await rpc<`0x${string}`>(c.url('http'), 'eth_call', [call, 'latest']);
      return hexToBigInt(id) === BigInt(rollupId) || undefined;
    }),
    stage('the first global exit root on the L2', async (c) => {
      const root = await rpc<string>(c.url('http'), 'zkevm_getLatestGlobalExitRoot');
      return root === zeroHash ? undefined : root;
    }),
  ];
}
