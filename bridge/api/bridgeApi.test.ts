import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '#core';
import { type BridgeService, startBridgeService } from '../service/startBridgeService.ts';
import { ask, claimOf, sendAsset } from '../testing/bridgeUser.ts';
import { type BridgeNetworks, openBridgeNetworks } from '../testing/openBridgeNetworks.ts';
import { rootFromProof } from '../tree/rootFromProof.ts';

const user = privateKeyToAccount(generatePrivateKey());
const nobody = '0x0000000000000000000000000000000000000bad';
let net: BridgeNetworks;
let service: BridgeService;

const get = (path: string) => ask(`${service.url}${path}`);
const asset = (destinationNetwork: number, amount: bigint) =>
  sendAsset(net.l1, user, {
    bridge: net.contracts.bridge,
    ...{ destinationNetwork, amount, token: net.big },
  });

/** Two deposits on the L1 that are claimed, one each way of which the last waits for its batch. */
beforeAll(async () => {
  net = await openBridgeNetworks({ holder: user.address, gasTokens: ['big', 'ether'] });
  service = await startBridgeService({
    host: '127.0.0.1',
    port: 0,
    l1: { ...net.contracts, rpcUrl: net.l1.url },
    rollups: net.rollups.map(({ rollupId, chain }) => ({ rollupId, rpcUrl: chain.url })),
    claimers: [1, 2].map((destination) => ({ destination, key: generatePrivateKey() })),
    pollMs: 20,
  });
  const { url } = service;
  const first = await asset(1, parseEther('5'));
  const second = await asset(2, 7n);
  for (const rollup of net.rollups) await rollup.importExitRoot();
  await claimOf({ url, network: 0, depositCount: first });
  await claimOf({ url, network: 0, depositCount: second });
  const { chain } = net.rollups[0]!;
  const bridge = net.contracts.bridge;
  await sendAsset(chain, user, { bridge, destinationNetwork: 0, amount: 3n });
  await waitFor({
    what: 'the exit to be indexed',
    timeoutMs: 30_000,
    check: async () => (await get('/bridge?net_id=1&deposit_cnt=0')).status === 200 || undefined,
  });
});

afterAll(async () => {
  await service?.stop();
  await net?.stop();
});

test('zkevm-bridge-service: lists, with uint64 as strings', async () => {
  const { body } = await get(`/bridges/${user.address.toLowerCase()}?limit=2`);
  expect(body).toMatchObject({ total_cnt: '3' });
  expect(body.deposits).toHaveLength(2);
  const claimed = await get(`/bridges/${user.address}?net_id=0&dest_net=2`);
  expect(claimed.body.deposits).toMatchObject([
    { deposit_cnt: '1', amount: '7', ready_for_claim: true, global_index: `${2n ** 64n + 1n}` },
  ]);
  const claims = await get(`/claims/${user.address}`);
  expect(claims.body).toMatchObject({ total_cnt: '2' });
  expect(claims.body.claims[0]).toMatchObject({ mainnet_flag: true, rollup_index: '0' });
});

test('zkevm-bridge-service: what is not ready says why, and when', async () => {
  const { body } = await get('/bridge?net_id=1&deposit_cnt=0');
  expect(body.deposit).toMatchObject({
    ready_for_claim: false,
    waiting_for: {
      code: 'WAITING_VERIFICATION',
      message: expect.stringContaining('to be verified'),
      estimated_seconds: null,
    },
  });
});

test('zkevm-bridge-service: pending bridges are ready and not claimed', async () => {
  expect((await get('/pending-bridges?dest_net=1')).body).toEqual({ deposits: [], total_cnt: '0' });
  await net.rollups[0]!.verifyBatch(2n);
  const pending = await waitFor({
    what: 'the exit to be ready',
    timeoutMs: 30_000,
    check: async () => {
      const { body } = await get(`/pending-bridges?dest_net=0&dest_addr=${user.address}`);
      return body.total_cnt === '1' ? body : undefined;
    },
  });
  expect(pending.deposits).toMatchObject([{ network_id: 1, deposit_cnt: '0', amount: '3' }]);
  const others = [`dest_net=0&leaf_type=1`, `dest_net=0&dest_addr=${nobody}`];
  for (const query of others) {
    expect((await get(`/pending-bridges?${query}`)).body.total_cnt).toBe('0');
  }
});

test('zkevm-bridge-service: three ways to one proof', async () => {
  const [one, two] = await Promise.all([
    get('/merkle-proof?net_id=0&deposit_cnt=1'),
    get('/v2/merkle-proof?network_id=0&deposit_count=1'),
  ]);
  expect(two.body).toEqual(one.body);
  const leaf = (await get('/bridge/v1/bridges?network_id=0&deposit_count=1')).body.bridges[0];
  const root = rootFromProof({
    leaf: leaf.bridge_hash,
    index: 1,
    proof: one.body.proof.merkle_proof,
  });
  expect(root).toBe(one.body.proof.main_exit_root);
  const { body: known } = await get('/bridge/v1/injected-l1-info-leaf?network_id=2&leaf_index=0');
  const query = `net_id=0&deposit_cnt=0&ger=${known.global_exit_root}`;
  expect((await get(`/merkle-proof-by-ger?${query}`)).status).toBe(200);
  const wrong = `net_id=0&deposit_cnt=0&ger=0x${'ab'.repeat(32)}`;
  expect(await get(`/merkle-proof-by-ger?${wrong}`)).toMatchObject({
    status: 404,
    body: { error: { code: 'BRIDGE_EXIT_ROOT_UNKNOWN' } },
  });
});

test('zkevm-bridge-service: wrapped tokens', async () => {
  const query = `orig_token_addr=${net.big}&orig_net=0`;
  const { body } = await get(`/tokenwrapped?${query}`);
  expect(body.tokenwrapped).toMatchObject({ network_id: 2, symbol: 'BIG', decimals: 18 });
  expect((await get(`/tokenwrapped?${query}&net_id=1`)).status).toBe(404);
});

test('aggkit: numbers are numbers, pages start at 1', async () => {
  const { body } = await get('/bridge/v1/bridges?network_id=0&page_size=1&page_number=2');
  expect(body).toMatchObject({
    count: 2,
    bridges: [{ deposit_count: 0, from_address: user.address }],
  });
  expect(body.bridges[0].block_timestamp).toBeGreaterThan(1_600_000_000);
  const mine = await get(`/bridge/v1/bridges?network_id=0&from_address=${nobody}`);
  expect(mine.body.count).toBe(0);
  const onTwo = await get('/bridge/v1/bridges?network_id=0&network_ids=2,5');
  expect(onTwo.body).toMatchObject({ count: 1, bridges: [{ destination_network: 2 }] });
  const claims = await get('/bridge/v1/claims?network_id=2&network_ids=0');
  expect(claims.body).toMatchObject({
    count: 1,
    claims: [{ destination_network: 2, amount: '7' }],
  });
  const tokens = await get('/bridge/v1/token-mappings?network_id=2');
  expect(tokens.body).toMatchObject({ count: 1, token_mappings: [{ origin_network: 0 }] });
});

test('aggkit: from a deposit to its proof in three questions', async () => {
  const index = (await get('/bridge/v1/l1-info-tree-index?network_id=1&deposit_count=0')).body;
  expect(index).toBeTypeOf('number');
  const query = `network_id=1&deposit_count=0&leaf_index=${index}`;
  const { body } = await get(`/bridge/v1/claim-proof?${query}`);
  expect(body.proof_local_exit_root).toHaveLength(32);
  expect(body.l1_info_tree_leaf).toMatchObject({ l1_info_tree_index: index });
  const early = await get('/bridge/v1/claim-proof?network_id=1&deposit_count=0&leaf_index=0');
  expect(early).toMatchObject({ status: 409, body: { error: { code: 'BRIDGE_NOT_COVERED' } } });
  const { body: sync } = await get('/bridge/v1/sync-status?network_id=2');
  expect(sync.l1_info).toEqual({
    contract_deposit_count: 2,
    bridge_deposit_count: 2,
    is_synced: true,
  });
  const reorg = await get('/bridge/v1/last-reorg-event?network_id=0');
  expect(reorg).toMatchObject({ status: 404, body: { error: { code: 'BRIDGE_NO_REORG' } } });
});

test('service: one transfer, step by step', async () => {
  const { body } = await get(`/bridges/${user.address}?net_id=1`);
  const trace = await get(`/trace/${body.deposits[0].tx_hash}`);
  const [{ steps, waiting_for }] = trace.body.transfers;
  expect(waiting_for).toBeUndefined();
  const done = steps.filter((s: { done: boolean }) => s.done).map((s: { name: string }) => s.name);
  expect(done).toEqual([
    ...['leaf', 'local root', 'proof', 'rollup exit root', 'global exit root', 'info-tree leaf'],
  ]);
});

test('openapi: every route is in it, and nothing else', async () => {
  const { body } = await get('/openapi.json');
  expect(body.openapi).toBe('3.1.1');
  const names = ['/api', '/sync', '/bridges/{dest_addr}', '/bridge', '/merkle-proof'];
  const more = ['/merkle-proof-by-ger', '/v2/merkle-proof', '/claims/{dest_addr}', '/tokenwrapped'];
  expect(Object.keys(body.paths)).toEqual(
    expect.arrayContaining([...names, ...more, '/pending-bridges', '/bridge/v1/claim-proof']),
  );
  expect(body.paths['/bridge'].get.parameters).toMatchObject([
    { name: 'net_id', in: 'query', required: true, schema: { type: 'string' } },
    { name: 'deposit_cnt', in: 'query', required: true },
  ]);
  for (const path of Object.keys(body.paths)) {
    const filled = path.replace('{dest_addr}', nobody).replace('{tx_hash}', `0x${'1'.repeat(64)}`);
    const { status, body: answer } = await get(filled);
    expect(answer.error?.code ?? status, path).not.toBe('CORE_ROUTE_NOT_FOUND');
  }
});

test('error: hostile values are named, and answered at once', async () => {
  const invalid = [
    ...['/bridge?net_id=0', '/bridge?net_id=-1&deposit_cnt=0', '/bridge?net_id=abc&deposit_cnt=0'],
    ...['/bridge?net_id=1e3&deposit_cnt=0', '/bridge?net_id=0x1&deposit_cnt=0'],
    ...['/bridge?net_id=0&deposit_cnt=4294967296', '/bridge?net_id=0&net_id=1&deposit_cnt=0'],
    ...['/bridge?net_id=0&deposit_cnt=1%00', '/bridge?net_id=%EF%BC%91&deposit_cnt=0'],
    ...[
      `/bridges/${user.address}?limit=-5`,
      `/bridges/${user.address}?offset=99999999999999999999`,
    ],
    ...['/bridges/0x12', '/bridges/..%2f..%2fetc%2fpasswd', '/claims/%00', '/claims/%zz'],
    ...[`/bridges/${user.address}';--`, '/pending-bridges?dest_net=0&leaf_type=2'],
    ...['/merkle-proof-by-ger?net_id=0&deposit_cnt=0&ger=0x12', '/tokenwrapped?orig_net=0'],
    ...[
      '/bridge/v1/bridges?network_id=0&page_size=201',
      '/bridge/v1/bridges?network_id=0&page_number=0',
    ],
    ...['/bridge/v1/bridges?network_id=0&network_ids=1,2,3,4,5,6', '/bridge/v1/bridges'],
    ...['/bridge/v1/claims?network_id=0&global_index=-1', '/trace/0x12'],
  ];
  for (const path of invalid) {
    expect(await get(path), path).toMatchObject({
      status: 400,
      body: { error: { code: 'BRIDGE_INVALID_PARAMETER', message: expect.any(String) } },
    });
  }
  const unknown = [
    ...['/bridge?net_id=9&deposit_cnt=0', '/pending-bridges?dest_net=9'],
    ...['/bridge/v1/bridges?network_id=9', '/bridge/v1/claim-proof?network_id=9&deposit_count=0'],
  ];
  for (const path of unknown) {
    expect(await get(path), path).toMatchObject({
      status: 404,
      body: { error: { code: 'BRIDGE_NETWORK_UNKNOWN' } },
    });
  }
});

test('error: huge pages are pages of the usual size', async () => {
  const far = await get(`/bridges/${user.address}?limit=4294967295&offset=4294967295`);
  expect(far.body).toEqual({ deposits: [], total_cnt: '3' });
  const all = await get(`/bridges/${user.address}?limit=4294967295`);
  expect(all.body.deposits).toHaveLength(3);
});

test('error: paths that lead nowhere, and request lines that no browser sends', async () => {
  const targets = ['//evil.example/api', '/../../etc/passwd', '/%2e%2e/%2e%2e/x', '/bridge/', '/'];
  for (const target of targets) {
    expect(await raw(`GET ${target} HTTP/1.1`), target).toContain('CORE_ROUTE_NOT_FOUND');
  }
  expect(await raw('POST /bridge HTTP/1.1')).toContain('CORE_ROUTE_NOT_FOUND');
  expect(await raw('GET http://[ HTTP/1.1')).toMatch(/CORE_ROUTE_NOT_FOUND|CORE_BAD_URL/);
  expect(await raw(`GET /bridge?x=${'y'.repeat(40_000)} HTTP/1.1`)).toContain('431');
  expect((await get('/api')).status).toBe(200);
});

/** What the service answers to a request line as it stands. */
async function raw(line: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  const socket = createConnection(Number(port), hostname);
  socket.end(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`);
  return text(socket);
}

test('behavior: a thousand clients at once are all answered, in bounded memory', async () => {
  const paths = [
    `/bridges/${user.address}?limit=100`,
    '/merkle-proof?net_id=0&deposit_cnt=1',
    '/bridge?net_id=0&deposit_cnt=99999',
    `/bridges/${user.address}?limit=-1`,
  ];
  const expected = [200, 200, 404, 400];
  const before = process.memoryUsage().rss;
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, (_, i) => get(paths[i % 4] as string)),
  );
  for (const [i, { status }] of answers.entries()) expect(status).toBe(expected[i % 4]);
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  // Client and service share this process; a leak of a page per client would be far more.
  expect(grown).toBeLessThan(256);
});
