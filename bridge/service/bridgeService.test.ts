import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWalletClient, type Hash, http, parseEther, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { claimAsset } from '../actions/claimAsset.ts';
import { depositBig } from '../actions/depositBig.ts';
import { depositsOf } from '../actions/depositsOf.ts';
import { waitToClaim } from '../actions/waitToClaim.ts';
import { withdrawBig } from '../actions/withdrawBig.ts';
import { assertConservation } from '../conservation/checkConservation.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';
import { type BridgeService, startBridgeService } from './startBridgeService.ts';

const user = privateKeyToAccount(generatePrivateKey());
const claimerKey = generatePrivateKey();
const dataDir = mkdtempSync(join(tmpdir(), 'bridge-'));
let pair: BridgePair;
let service: BridgeService;

const start = () =>
  startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: { ...pair.contracts, rpcUrl: pair.l1.url },
    rollups: [{ rollupId: pair.rollupId, rpcUrl: pair.l2.url }],
    dataDir,
    claimers: [{ destination: pair.rollupId, key: claimerKey }],
    pollMs: 20,
  });
const wallet = (url: string) =>
  createWalletClient({
    account: user,
    transport: http(url),
    cacheTime: 0,
    pollingInterval: 10,
  }).extend(publicActions);
const get = async (path: string) => {
  const response = await fetch(`${service.url}${path}`);
  // biome-ignore lint/suspicious/noExplicitAny: the tests below say what they expect of it
  return { status: response.status, body: (await response.json()) as any };
};
const conservation = () =>
  assertConservation({
    l1: pair.l1.client,
    l2: pair.l2.client,
    contracts: pair.contracts,
    rollupId: pair.rollupId,
    gasToken: pair.big,
  });
const deposit = async (amount: bigint) => {
  const l1 = wallet(pair.l1.url);
  const { contracts, big, rollupId } = pair;
  const hash = await depositBig(l1, { bridge: contracts.bridge, big, rollupId, amount });
  const receipt = await l1.waitForTransactionReceipt({ hash });
  return depositsOf({ receipt, bridge: contracts.bridge })[0]!.depositCount;
};
const balanceOnL2 = () => pair.l2.client.getBalance({ address: user.address });

beforeAll(async () => {
  pair = await openBridgePair({ holder: user.address });
  service = await start();
});

afterAll(async () => {
  await service?.stop();
  await pair?.stop();
  rmSync(dataDir, { recursive: true });
});

test('behavior: a deposit waits for its exit root, is then claimed once, by the service', async () => {
  const depositCount = await deposit(parseEther('5'));
  const before = await waitFor({
    what: 'the deposit to be indexed',
    timeoutMs: 5_000,
    check: async () => {
      const { status, body } = await get(`/bridge?net_id=0&deposit_cnt=${depositCount}`);
      return status === 200 ? body.deposit : undefined;
    },
  });
  expect(before).toMatchObject({
    amount: parseEther('5').toString(),
    deposit_cnt: '0',
    network_id: 0,
    ready_for_claim: false,
    waiting_for: { code: 'WAITING_GER' },
    global_index: (2n ** 64n).toString(),
  });
  const refused = await get(`/merkle-proof?net_id=0&deposit_cnt=${depositCount}`);
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'BRIDGE_NOT_READY' } } });

  await pair.importExitRoot();
  await waitFor({
    what: 'the claim',
    timeoutMs: 10_000,
    check: async () => ((await balanceOnL2()) > 0n ? true : undefined),
  });
  expect(await balanceOnL2()).toBe(parseEther('5'));
  await conservation();
});

test('behavior: many deposits are claimed without waiting for each other', async () => {
  for (let i = 0; i < 12; i++) await deposit(1n);
  const before = await balanceOnL2();
  await pair.importExitRoot();
  await waitFor({
    what: 'all claims',
    timeoutMs: 10_000,
    check: async () => ((await balanceOnL2()) === before + 12n ? true : undefined),
  });
  const { body } = await waitFor({
    what: '13 indexed claims',
    timeoutMs: 5_000,
    check: async () => {
      const page = await get(`/claims/${user.address}?limit=5`);
      return page.body.total_cnt === '13' ? page : undefined;
    },
  });
  expect(body.claims).toHaveLength(5);
  expect(service.claimers.get(1)?.status()).toMatchObject({ failing: [] });
  await conservation();
});

test('behavior: a withdrawal is claimable after its batch, and only once', async () => {
  const l2 = wallet(pair.l2.url);
  const { bridge } = pair.contracts;
  const hash = await withdrawBig(l2, { bridge, amount: parseEther('2') });
  const receipt = await l2.waitForTransactionReceipt({ hash });
  const { depositCount } = depositsOf({ receipt, bridge })[0]!;
  await conservation();
  const waiting = waitToClaim({ url: service.url, network: 1, depositCount, timeoutMs: 300 });
  await expect(waiting).rejects.toMatchObject({
    code: 'CORE_WAIT_TIMEOUT',
    cause: { details: expect.stringContaining('to be verified') },
  });
  await pair.verifyBatch(2n);
  const { claim } = await waitToClaim({ url: service.url, network: 1, depositCount });
  const l1 = wallet(pair.l1.url);
  const claimed = await l1.waitForTransactionReceipt({
    hash: await claimAsset(l1, { bridge, claim }),
  });
  expect(claimed.status).toBe('success');
  const terms = await conservation();
  expect(terms).toMatchObject({ exitsUnclaimed: 0n, depositsUnclaimed: 0n });
  await expect(claimAsset(l1, { bridge, claim })).rejects.toThrow(/0x646cf558|AlreadyClaimed/);
});

test('behavior: a restart resumes, and claims what came meanwhile', async () => {
  await service.stop();
  const before = await balanceOnL2();
  await deposit(7n);
  await pair.importExitRoot();
  service = await start();
  await waitFor({
    what: 'the claim',
    timeoutMs: 10_000,
    check: async () => ((await balanceOnL2()) === before + 7n ? true : undefined),
  });
  await conservation();
});

test('behavior: a claim that was lost while the service was down is sent again, the same one', async () => {
  const { request } = pair.l2;
  const before = await balanceOnL2();
  await request('evm_setAutomine', [false]);
  await deposit(9n);
  await pair.importExitRoot();
  const waiting = () =>
    waitFor({
      what: 'a waiting claim',
      timeoutMs: 10_000,
      check: async () => (await request<{ hash: Hash }[]>('eth_pendingTransactions'))[0]?.hash,
    });
  const lost = await waiting();
  await service.stop();
  await request('hardhat_dropTransaction', [lost]);
  service = await start();
  expect(await waiting()).toBe(lost);
  await request('evm_mine');
  await request('evm_setAutomine', [true]);
  await waitFor({
    what: 'the claim to be settled',
    timeoutMs: 10_000,
    check: () => (service.claimers.get(1)?.status().inFlight === 0 ? true : undefined),
  });
  expect(await balanceOnL2()).toBe(before + 9n);
  await conservation();
});

test('behavior: a reorganised L1 is read again', async () => {
  const snapshot = await pair.l1.request('evm_snapshot');
  const lost = await deposit(111n);
  const path = `/bridge?net_id=0&deposit_cnt=${lost}`;
  const amount = async () => (await get(path)).body.deposit?.amount;
  const sees = (wanted: string) =>
    waitFor({
      what: `amount ${wanted}`,
      timeoutMs: 5_000,
      check: async () => ((await amount()) === wanted ? true : undefined),
    });
  await sees('111');
  await pair.l1.request('evm_revert', [snapshot]);
  await pair.l1.request('hardhat_mine', ['0x3']);
  expect(await deposit(222n)).toBe(lost);
  await sees('222');
  await pair.importExitRoot();
  await waitFor({
    what: 'the claim',
    timeoutMs: 10_000,
    check: async () => ((await get(path)).body.deposit.claim_tx_hash ? true : undefined),
  });
  await conservation();
});

test('behavior: the list of bridges pages and filters', async () => {
  const all = await get(`/bridges/${user.address}?limit=2`);
  expect(all.body.deposits).toHaveLength(2);
  const onL2 = await get(`/bridges/${user.address.toLowerCase()}?net_id=1`);
  expect(onL2.body).toMatchObject({ total_cnt: '1', deposits: [{ network_id: 1, dest_net: 0 }] });
  expect((await get('/sync')).body.sync).toHaveLength(2);
  expect((await get('/api')).body).toEqual({ api: 'v1', implementation: 'bigfile-devkit' });
});

test('error: hostile parameters', async () => {
  const expected = [
    ['/bridge?net_id=0', 400, 'BRIDGE_INVALID_PARAMETER'],
    ['/bridge?net_id=-1&deposit_cnt=0', 400, 'BRIDGE_INVALID_PARAMETER'],
    ['/bridge?net_id=0&deposit_cnt=99999999999999', 400, 'BRIDGE_INVALID_PARAMETER'],
    ['/bridge?net_id=9&deposit_cnt=0', 404, 'BRIDGE_NETWORK_UNKNOWN'],
    ['/bridge?net_id=0&deposit_cnt=4000', 404, 'BRIDGE_DEPOSIT_NOT_FOUND'],
    ['/bridges/0x12', 400, 'BRIDGE_INVALID_PARAMETER'],
    [`/bridges/${user.address}?limit=1e9`, 400, 'BRIDGE_INVALID_PARAMETER'],
    ['/claims/..%2f..%2fetc', 400, 'BRIDGE_INVALID_PARAMETER'],
  ] as const;
  for (const [path, status, code] of expected) {
    expect(await get(path), path).toMatchObject({ status, body: { error: { code } } });
  }
});
