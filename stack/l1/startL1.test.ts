import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicClient, createWalletClient, http, parseEther, parseGwei, toHex } from 'viem';
import { localhost } from 'viem/chains';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from '#core';
import { alice, bob, carol } from '../engine/testing.ts';
import { deterministicDeployer, l1Genesis } from './l1Genesis.ts';
import { type L1, startL1 } from './startL1.ts';

const localhost1337 = { ...localhost, id: 1337 };
const running: L1[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((l1) => l1.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const start = async (o: Partial<Parameters<typeof startL1>[0]> = {}): Promise<L1> => {
  const genesis = l1Genesis({ funded: [alice.address, bob.address], balance: parseEther('100') });
  const l1 = await startL1({
    host: '127.0.0.1',
    port: 0,
    chainId: 1337,
    genesis,
    blockTimeMs: 20,
    ...o,
  });
  running.push(l1);
  return l1;
};
const clients = (l1: L1) => {
  const transport = http(l1.rpcUrl);
  return {
    client: createPublicClient({ transport, pollingInterval: 10 }),
    wallet: createWalletClient({ transport, account: alice, chain: localhost1337 }),
  };
};
const block = (l1: L1, number: bigint) =>
  waitFor({
    what: `block ${number}`,
    check: () => l1.chain.block(number),
    timeoutMs: 5000,
    intervalMs: 5,
  });

/** 42 in slot 0, and the runtime code that returns it. */
const initcode = '0x602a5f55675f545f5260205ff35f5260086018f3';

test('viem can deploy, call, estimate, prove and read logs', async () => {
  const l1 = await start();
  const { client, wallet } = clients(l1);
  expect(await client.getChainId()).toBe(1337);
  const hash = await wallet.sendTransaction({ data: initcode });
  const receipt = await client.waitForTransactionReceipt({ hash });
  expect(receipt.status).toBe('success');
  const address = receipt.contractAddress!;
  expect((await client.call({ to: address })).data).toBe(toHex(42, { size: 32 }));
  expect(await client.getStorageAt({ address, slot: '0x0' })).toBe(toHex(42, { size: 32 }));
  expect(await client.estimateGas({ account: bob, to: address })).toBeGreaterThan(21_000n);
  const proof = await client.getProof({ address, storageKeys: ['0x0'] });
  expect(proof.storageProof[0]?.value).toBe(42n);
  expect((await client.createAccessList({ to: address })).accessList).toEqual([
    { address, storageKeys: [toHex(0, { size: 32 })] },
  ]);
  expect(await client.getLogs({ fromBlock: 0n, toBlock: 'latest' })).toEqual([]);
  expect(await client.getTransaction({ hash })).toMatchObject({
    from: alice.address.toLowerCase(),
    hash,
  });
  expect((await client.getBlock({ blockTag: 'finalized' })).number).toBeGreaterThan(0n);
  expect(await client.getFeeHistory({ blockCount: 2, rewardPercentiles: [50] })).toBeTruthy();
  expect((await client.getBlock({ blockNumber: 0n })).stateRoot).toBe(l1.chain.genesisStateRoot);
});

test('a transaction waits below the base fee and is mined once replaced', async () => {
  const l1 = await start({ blockTimeMs: 20 });
  const { client, wallet } = clients(l1);
  const low = {
    to: carol.address,
    nonce: 0,
    maxFeePerGas: 1n,
    maxPriorityFeePerGas: 0n,
    gas: 21_000n,
  };
  const stuck = await wallet.sendTransaction(low);
  expect(await client.getTransaction({ hash: stuck })).toMatchObject({
    blockNumber: null,
    nonce: 0,
  });
  expect(await client.getTransactionCount({ address: alice.address, blockTag: 'pending' })).toBe(1);
  await block(l1, l1.chain.head().number + 2n);
  expect(await client.getTransactionCount({ address: alice.address })).toBe(0);
  const hash = await wallet.sendTransaction({
    ...low,
    maxFeePerGas: parseGwei('3'),
    maxPriorityFeePerGas: 1n,
  });
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success');
  expect(l1.mempool.size()).toBe(0);
});

test('timestamps rise strictly, base fees follow EIP-1559', async () => {
  const l1 = await start();
  await block(l1, 4n);
  const [one, two, three] = [1n, 2n, 3n].map((n) => l1.chain.block(n)!);
  expect(two!.timestamp).toBeGreaterThan(one!.timestamp);
  expect(three!.timestamp).toBeGreaterThan(two!.timestamp);
  expect(one!.baseFeePerGas).toBe(875_000_000n);
});

test('the deterministic deployer works', async () => {
  const l1 = await start();
  const { client, wallet } = clients(l1);
  const data = `${toHex(7, { size: 32 })}${initcode.slice(2)}` as const;
  const hash = await wallet.sendTransaction({ to: deterministicDeployer.address, data });
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe('success');
});

test('a restart continues the same chain', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'l1-'));
  folders.push(dataDir);
  const first = await start({ dataDir });
  const { client, wallet } = clients(first);
  const hash = await wallet.sendTransaction({ to: carol.address, value: 5n });
  const { blockNumber } = await client.waitForTransactionReceipt({ hash });
  await first.stop();
  const head = first.chain.head();

  const second = await start({ dataDir });
  expect(second.chain.block(head.number)).toEqual(head);
  const next = await block(second, head.number + 1n);
  expect(next.parentHash).toBe(head.hash);
  expect(next.timestamp).toBeGreaterThan(head.timestamp);
  const again = clients(second).client;
  expect((await again.getTransactionReceipt({ hash })).blockNumber).toBe(blockNumber);
  expect(await again.getBalance({ address: carol.address })).toBe(5n);
});

test('cheats and node-held keys are refused', async () => {
  const l1 = await start();
  const { client } = clients(l1);
  for (const method of ['evm_mine', 'hardhat_setBalance', 'anvil_setCode', 'eth_sendTransaction']) {
    await expect(
      client.request({ method: method as never, params: [] as never }),
    ).rejects.toMatchObject({
      code: -32004,
    });
  }
  expect(await client.request({ method: 'eth_accounts' as never })).toEqual([]);
});
