import { numberToHex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterEach, expect, test } from 'vitest';
import { startBridgeService } from '#bridge';
import { waitFor } from '#core';
import { createReplica } from '../derivation/index.ts';
import { rpc, startTestRollup } from './testing.ts';
import { depositBig, sequenceFromNode } from './testingSettlement.ts';

const cleanUp = new AsyncDisposableStack();
afterEach(() => cleanUp.disposeAsync());

test('BIG locked on L1 is claimed on L2 by a claimer that has none, also in a replica', async () => {
  const rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  const key = generatePrivateKey();
  const receiver = privateKeyToAddress(generatePrivateKey());
  const node = await rollup.startNode({ freeClaimers: [privateKeyToAddress(key)] });
  cleanUp.defer(() => node.stop());
  const bridge = await startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: {
      ...rollup.contracts,
      rpcUrl: rollup.l1.rpcUrl,
      genesisBlock: rollup.contracts.deploymentBlock,
    },
    rollups: [{ rollupId: 1, rpcUrl: node.rpcUrl }],
    claimers: [{ destination: 1, key }],
    pollMs: 20,
  });
  cleanUp.defer(() => bridge.stop());

  await depositBig(rollup, parseEther('3'), receiver);
  const balance = () => rpc(node, 'eth_getBalance', [receiver, 'latest']);
  await waitFor({
    what: 'the claim',
    check: async () => (await balance()) === numberToHex(parseEther('3')) || undefined,
    timeoutMs: 10_000,
    intervalMs: 20,
  });

  await node.closeBatch();
  await sequenceFromNode(rollup, node, 2n);
  const replica = await createReplica(rollup.options);
  cleanUp.defer(() => replica.stop());
  const { lastBlock } = await replica.sync();
  expect(replica.chain.block(lastBlock)!.hash).toBe(node.chain.block(lastBlock)!.hash);
  expect(await replica.chain.request('eth_getBalance', [receiver, 'latest'])).toBe(await balance());
});
