import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeFunctionData, type Hash, numberToHex, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from 'viem/accounts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProcess, waitFor } from '#core';
import { bigTokenAbi, bridgeAbi } from '../abi.ts';
import { ask, claimEvents, claimOf, sendAsset } from '../testing/bridgeUser.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import { type BridgeServiceOptions, startBridgeService } from './startBridgeService.ts';

const user = privateKeyToAccount(generatePrivateKey());
const claimerKey = generatePrivateKey();
const claimer = privateKeyToAddress(claimerKey);
let pair: BridgePair;
let dataDir: string;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  pair = await openBridgePair({ holder: user.address });
  cleanUp.defer(() => pair.stop());
  dataDir = mkdtempSync(join(tmpdir(), 'bridge-faults-'));
  cleanUp.defer(() => rmSync(dataDir, { recursive: true }));
});
afterEach(() => cleanUp.disposeAsync());

const options = (o: Partial<BridgeServiceOptions> = {}): BridgeServiceOptions => ({
  host: '127.0.0.1',
  port: 0,
  l1: { ...pair.contracts, rpcUrl: pair.l1.url, blockRange: 10 },
  rollups: [{ rollupId: 1, rpcUrl: pair.l2.url }],
  dataDir,
  pollMs: 20,
  ...o,
});
const claiming = (o: object = {}) => ({ claimers: [{ destination: 1, key: claimerKey, ...o }] });

/** A service in a process of its own, to be killed. */
async function spawnService(o: Partial<BridgeServiceOptions> = {}) {
  const process = await startProcess({
    name: 'bridge',
    entry: join(import.meta.dirname, '../testing/bridgeProcess.ts'),
    config: options(o),
    logFile: join(dataDir, 'log'),
    readyTimeoutMs: 60_000,
  });
  cleanUp.defer(() => process.stop());
  const kill = async () => {
    process.kill('SIGKILL');
    await process.exited;
  };
  return { url: (process.ready as { url: string }).url, kill };
}

async function serve(o: Partial<BridgeServiceOptions> = {}) {
  const service = await startBridgeService(options(o));
  cleanUp.defer(() => service.stop());
  return service;
}

/** Many deposits of 1 wei to the rollup, one a block. */
async function deposits(count: number): Promise<void> {
  const { bridge } = pair.contracts;
  const from = user.address;
  const approve = {
    abi: bigTokenAbi,
    functionName: 'approve',
    args: [bridge, BigInt(count)],
  } as const;
  await pair.l1.send({ from, to: pair.big, data: encodeFunctionData(approve) });
  const args = [1, from, 1n, pair.big, true, '0x'] as const;
  const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'bridgeAsset', args });
  for (let i = 0; i < count; i++) await pair.l1.send({ from, to: bridge, data });
}

const indexedOnL1 = async (url: string): Promise<number> =>
  (await ask(`${url}/status`)).body.networks[0].deposits;
const until = <T>(what: string, check: () => Promise<T | undefined>) =>
  waitFor({ what, timeoutMs: 60_000, intervalMs: 5, check });

test('fault: killed while it indexes, it goes on where it was', async () => {
  const count = 120;
  await deposits(count);
  const first = await spawnService();
  await until('some deposits', async () => (await indexedOnL1(first.url)) > 0 || undefined);
  await first.kill();
  const second = await spawnService();
  await until('all deposits', async () => (await indexedOnL1(second.url)) === count || undefined);
  await pair.importExitRoot();
  const last = `net_id=0&deposit_cnt=${count - 1}`;
  const proof = await until('a proof of the last one', async () => {
    const { status, body } = await ask(`${second.url}/merkle-proof?${last}`);
    return status === 200 ? body.proof : undefined;
  });
  // What two lives made together has the root of the contract.
  const { bridge: address } = pair.contracts;
  const read = { address, abi: bridgeAbi, functionName: 'getRoot' } as const;
  expect(proof.main_exit_root).toBe(await pair.l1.client.readContract(read));
});

test('fault: killed while it claims, it claims each deposit once', async () => {
  const count = 30;
  await deposits(count);
  await pair.importExitRoot();
  await pair.l2.request('evm_setAutomine', [false]);
  const waiting = async () =>
    (await pair.l2.request<{ hash: Hash }[]>('eth_pendingTransactions')).length;
  const first = await spawnService(claiming());
  // Some claims are out, others recorded and not sent, others neither.
  await until('claims on their way', async () => (await waiting()) >= 3 || undefined);
  await first.kill();
  await pair.l2.request('evm_mine');
  await pair.l2.request('evm_setAutomine', [true]);
  const second = await spawnService(claiming());
  await claimOf({ url: second.url, network: 0, depositCount: count - 1 });
  const claims = await until('all claims', async () => {
    const found = await claimEvents(pair.l2, pair.contracts.bridge);
    return found.length === count ? found : undefined;
  });
  expect(new Set(claims.map(({ args }) => args.globalIndex)).size).toBe(count);
  expect(await pair.l2.client.getBalance({ address: user.address })).toBe(BigInt(count));
  // Not one transaction more than claims: none was sent twice to be refused.
  expect(await pair.l2.client.getTransactionCount({ address: claimer })).toBe(count);
});

test('fault: a reorg of the L1 drops a deposit, which is then forgotten and never claimed', async () => {
  const service = await serve(claiming());
  const { url } = service;
  await deposits(1);
  await until('the first deposit', async () => (await indexedOnL1(url)) === 1 || undefined);
  const snapshot = await pair.l1.request('evm_snapshot');
  const dropped = await sendAsset(pair.l1, user, {
    ...{ bridge: pair.contracts.bridge, destinationNetwork: 1, amount: 99n, token: pair.big },
  });
  await until('the second one', async () => (await indexedOnL1(url)) === 2 || undefined);
  await pair.l1.request('evm_revert', [snapshot]);
  await pair.l1.request('hardhat_mine', ['0x5']);
  await until('it to be forgotten', async () => (await indexedOnL1(url)) === 1 || undefined);
  const gone = await ask(`${url}/bridge?net_id=0&deposit_cnt=${dropped}`);
  expect(gone).toMatchObject({
    status: 404,
    body: { error: { code: 'BRIDGE_DEPOSIT_NOT_FOUND' } },
  });
  const reorg = await ask(`${url}/bridge/v1/last-reorg-event?network_id=0`);
  expect(reorg.body.to_block).toBeGreaterThanOrEqual(reorg.body.from_block);
  await pair.importExitRoot();
  await claimOf({ url, network: 0, depositCount: 0 });
  expect(await claimEvents(pair.l2, pair.contracts.bridge)).toHaveLength(1);
});

test('fault: an exit root that comes late, and only a later one, brings all claims', async () => {
  const { url } = await serve(claiming());
  await deposits(3);
  await until('the deposits', async () => (await indexedOnL1(url)) === 3 || undefined);
  const first = `${url}/bridge?net_id=0&deposit_cnt=0`;
  // The rollup goes on without it.
  for (let i = 0; i < 5; i++) await pair.l2.request('hardhat_mine');
  expect((await ask(first)).body.deposit).toMatchObject({
    ready_for_claim: false,
    waiting_for: { code: 'WAITING_GER' },
  });
  await deposits(1);
  await pair.importExitRoot();
  for (const depositCount of [0, 1, 2, 3]) await claimOf({ url, network: 0, depositCount });
  expect(await claimEvents(pair.l2, pair.contracts.bridge)).toHaveLength(4);
});

test('fault: a claimer out of funds says so, waits, and goes on when it has some', async () => {
  const gasPrice = 10n ** 9n;
  const { url } = await serve(claiming({ gasPrice, maxAttempts: 1 }));
  await deposits(2);
  await pair.importExitRoot();
  const alarm = await until('the alarm', async () => {
    const [status] = (await ask(`${url}/status`)).body.claimers;
    return status?.alarm ?? undefined;
  });
  expect(alarm).toMatchObject({ code: 'CLAIMER_OUT_OF_FUNDS' });
  const metrics = await (await fetch(`${url}/metrics`)).text();
  expect(metrics).toContain('bigfile_bridge_claimer_balance_low{network="1"} 1');
  expect((await ask(`${url}/status`)).body.claimers[0].failing).toEqual([]);

  // Enough for one claim: it is made, and the next one waits for more.
  const funds = async (wei: bigint) => {
    await pair.l2.request('hardhat_setBalance', [claimer, numberToHex(wei)]);
    await pair.l2.request('hardhat_mine');
  };
  await funds(gasPrice * 400_000n);
  await claimOf({ url, network: 0, depositCount: 0 });
  await funds(parseEther('1'));
  await claimOf({ url, network: 0, depositCount: 1 });
  await until('the alarm to end', async () => {
    const [status] = (await ask(`${url}/status`)).body.claimers;
    return status.alarm ? undefined : true;
  });
  expect(await claimEvents(pair.l2, pair.contracts.bridge)).toHaveLength(2);
});
