import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicClient, http, parseEther } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { deriveUserKey, programs } from '#circuits';
import { waitFor } from '#core';
import { getJob, submitJob, waitForJob } from '#market/sdk';
import { combinationFromEnvironment, marketOf, parseOptions, type StackInfo } from '#stack';
import { bigfile, bigfileDone, type Command } from './bigfile.ts';
import { containersOf, forgetStack, killContainer } from './leftovers.ts';
import { needs } from './needs.ts';
import { assertConserved } from './testStack.ts';

/** What the environment asks for. */
const WANTED = parseOptions(combinationFromEnvironment());
const home = mkdtempSync(join(tmpdir(), 'bigfile-cli-'));
const dirOf = (name: string) => ['--data-dir', join(home, name)];
const anyPorts = ['--l1-port', '0', '--l2-port', '0', '--bridge-port', '0'];
const started: Command[] = [];
const start = (...args: string[]) => {
  const command = bigfile(...args);
  started.push(command);
  return command;
};

afterAll(async () => {
  for (const pid of started.flatMap((command) => command.alive())) process.kill(pid, 'SIGKILL');
  for (const name of ['story', 'other', 'interrupted']) await forgetStack(join(home, name));
  rmSync(home, { recursive: true, force: true });
});

/** What the first start left on the chains; every later one must continue from it. */
let first: {
  info: StackInfo & { pid: number };
  l1: { number: bigint; hash: string };
  l2: { number: bigint; hash: string };
  jobId: bigint;
};
const story = dirOf('story');

const clientOf = (url: string) => createPublicClient({ transport: http(url), cacheTime: 0 });
const portOf = (url: string) => new URL(url).port;
/** The ports of the first start: a user's are the same every time. */
const samePorts = () => [
  ...['--l1-port', portOf(first.info.l1.rpc), '--l2-port', portOf(first.info.l2.rpc)],
  ...['--bridge-port', portOf(first.info.bridge.url)],
];

async function expectSameChains(info: StackInfo): Promise<void> {
  const [l1, l2] = [clientOf(info.l1.rpc), clientOf(info.l2.rpc)];
  expect((await l1.getBlock({ blockNumber: first.l1.number })).hash).toBe(first.l1.hash);
  expect((await l2.getBlock({ blockNumber: first.l2.number })).hash).toBe(first.l2.hash);
  const { state } = await getJob(marketOf({ info }), { jobId: first.jobId });
  expect(state).toBe('FULFILLED');
  await waitFor({
    what: 'a new block on L1',
    timeoutMs: 10_000,
    check: async () => (await l1.getBlockNumber()) > first.l1.number || undefined,
  });
  await assertConserved(info);
}

test('usage: help is no error, what nobody knows is one, and wrong values are named', async () => {
  const [help, command, flag, port, chains] = await Promise.all([
    bigfileDone('--help'),
    bigfileDone('fly'),
    bigfileDone('up', '--fly'),
    bigfileDone('up', '--json', ...dirOf('wrong'), '--l1-port', '70000'),
    bigfileDone('up', '--json', ...dirOf('wrong'), '--l1-chain-id', '5', '--l2-chain-id', '5'),
  ]);
  expect(help.code).toBe(0);
  for (const name of ['up', 'down', 'status', 'fidelity', 'walk', 'sync', 'force-tx']) {
    expect(help.stdout()).toMatch(new RegExp(`^ +${name} `, 'm'));
  }
  expect([command.code, flag.code]).toEqual([2, 2]);
  expect(flag.stderr()).toContain('--fly');
  expect([port.code, chains.code]).toEqual([1, 1]);
  expect(port.json().at(-1)).toMatchObject({ ok: false, error: { code: 'STACK_WRONG_CONFIG' } });
  expect(port.stderr()).toContain('l1Port');
  expect(chains.json().at(-1)).toMatchObject({ error: { code: 'STACK_WRONG_CONFIG' } });
});

test('Ctrl-C while a stack comes up ends with 130 and leaves nothing running', async () => {
  const dataDir = join(home, 'interrupted');
  for (const step of ['build', 'deploy the settlement contracts']) {
    const up = start('up', '--json', ...dirOf('interrupted'), ...anyPorts);
    await up.reaches(step);
    up.child.kill('SIGINT');
    expect(await up.ended).toBe(130);
    await up.gone();
    expect(await containersOf(dataDir)).toEqual(new Map());
  }
  const up = start('up', '-d', '--json', ...dirOf('interrupted'), ...anyPorts);
  await waitFor({
    what: 'processes and containers in the background',
    timeoutMs: 240_000,
    check: async () => up.alive().length + (await containersOf(dataDir)).size > 5 || undefined,
  });
  up.child.kill('SIGINT');
  expect(await up.ended).toBe(130);
  await up.gone();
  expect(await containersOf(dataDir)).toEqual(new Map());
});

test('up -d leaves a stack running, which status and fidelity describe and which pays a job', async () => {
  const up = start('up', '-d', '--json', ...story, ...anyPorts);
  expect(await up.ended).toBe(0);
  const [info] = up.json();
  expect(info).toMatchObject({ ok: true, l1: { chainId: 1337 }, l2: { chainId: 424_242 } });

  const [status, fidelity] = await Promise.all([
    bigfileDone('status', '--json', ...story),
    bigfileDone('fidelity', '--json', ...story),
  ]);
  expect([status.code, fidelity.code]).toEqual([0, 0]);
  const [{ processes, containers, pid, aggregator }] = status.json();
  expect(pid).toBe(info.pid);
  expect(Object.values(processes)).toHaveLength(Object.keys(info.processes).length);
  for (const process of Object.values(processes)) expect(process).toMatchObject({ alive: true });
  expect(Object.keys(containers).sort()).toEqual(
    [...(await containersOf(join(home, 'story'))).keys()].sort(),
  );
  for (const state of Object.values(containers)) expect(state).toBe('running');
  expect(aggregator).toHaveProperty('lastVerified');
  expect(fidelity.json()[0]).toMatchObject({
    l1: { impl: WANTED.l1 === 'embedded' ? 'embedded' : 'official' },
    jobProof: { impl: 'embedded', setup: 'DEV' },
  });

  const user = info.accounts[1];
  const market = marketOf({ info, key: user.key });
  const program = programs['mlp-int8']!;
  const { jobId } = await submitJob(market, {
    ...{ program, programId: info.programs[program.name], maxPrice: parseEther('10') },
    input: new Uint8Array(program.inputLength),
    userKey: deriveUserKey(user.key).publicKey,
  });
  await waitForJob(market, { jobId, timeoutMs: 240_000 });
  const [l1, l2] = await Promise.all([
    clientOf(info.l1.rpc).getBlock(),
    clientOf(info.l2.rpc).getBlock(),
  ]);
  first = { info, l1, l2, jobId };
  await assertConserved(info);
});

test('fidelity tells whose signatures the proof of a batch shows', async (t) => {
  needs(t, 'validatorProofs');
  const fidelity = await bigfileDone('fidelity', '--json', ...story);
  expect(fidelity.json()[0]).toMatchObject({
    batchProof: { impl: 'embedded', setup: 'DEV', k: 2, n: 3 },
  });
});

test('force-tx brings a transfer to the L2 through L1, and says what it cost', async (t) => {
  needs(t, 'forcedBatches');
  const to = '0x00000000000000000000000000000000000f0ced';
  const forced = await bigfileDone('force-tx', '--json', ...story, '--to', to, '--value-wei', '5');
  expect(forced.code).toBe(0);
  expect(forced.stderr()).toContain('A forced batch costs 10 POL');
  const [result] = forced.json();
  expect(result).toMatchObject({ ok: true, forcedBatch: '1', sequencedBy: 'sequencer' });
  const l2 = clientOf(first.info.l2.rpc);
  expect(await l2.getBalance({ address: to })).toBe(5n);
  expect(String((await l2.getTransactionReceipt({ hash: result.hash })).blockNumber)).toBe(
    result.l2Block,
  );
  await assertConserved(first.info);
  const refused = await bigfileDone('force-tx', '--json', ...story, '--to', 'nobody');
  expect(refused.json()[0]).toMatchObject({ ok: false, error: { code: 'STACK_FORCE_USAGE' } });
});

test('a second up in the same folder, and one on taken ports, fail and disturb nobody', async () => {
  const again = await bigfileDone('up', '--json', ...story, ...anyPorts);
  expect(again.code).toBe(1);
  expect(again.json().at(-1)).toMatchObject({ error: { code: 'STACK_ALREADY_RUNNING' } });
  const taken = [
    ['--l1-port', portOf(first.info.l1.rpc)],
    ['-d', '--bridge-port', portOf(first.info.bridge.url)],
  ];
  for (const flags of taken) {
    // The later of two equal flags counts.
    const other = start('up', '--json', ...dirOf('other'), ...anyPorts, ...flags);
    expect(await other.ended).toBe(1);
    expect(other.json().at(-1)).toMatchObject({ ok: false, error: { code: 'CORE_PORT_IN_USE' } });
    await other.gone();
  }
  await expectSameChains(first.info);
});

test('a killed stack leaves no process, and the next up continues the same chains', async (t) => {
  needs(t, 'restart');
  const dataDir = join(home, 'story');
  const before = started.flatMap((command) => command.alive());
  const containers = await containersOf(dataDir);
  expect(before.length + containers.size).toBeGreaterThan(10);
  process.kill(first.info.pid, 'SIGKILL');
  const up = start('up', '--json', ...story, ...samePorts());
  await waitFor({
    what: 'the stack to be ready again',
    timeoutMs: 240_000,
    check: () => up.json().length > 0 || undefined,
  });
  const mine = new Set(up.alive());
  const left = started.flatMap((command) => command.alive()).filter((pid) => !mine.has(pid));
  expect(left).toEqual([]);
  // Those of the killed stack ran on; they were replaced, one by one.
  const now = await containersOf(dataDir);
  expect([...now.keys()].sort()).toEqual([...containers.keys()].sort());
  const ids = new Set(now.values());
  expect([...containers.values()].filter((id) => ids.has(id))).toEqual([]);
  const [info] = up.json();
  await expectSameChains(info);

  // The engine dies: the stack says so, and takes everything with it.
  if (info.processes.l1) process.kill(info.processes.l1, 'SIGKILL');
  else await killContainer({ dataDir, name: 'l1' });
  expect(await up.ended).toBe(1);
  const { error } = up.json().at(-1);
  expect(error).toMatchObject({ code: 'STACK_SERVICE_DIED' });
  const how = info.processes.l1 ? 'signal SIGKILL' : 'exit code 137';
  expect(error.message).toContain(`l1 process died (${how})`);
  await up.gone();
  expect(await containersOf(dataDir)).toEqual(new Map());
});

test('Ctrl-C on a running stack ends with 130; nothing is left but the state', async (t) => {
  needs(t, 'restart');
  const up = start('up', '--json', ...story, ...samePorts());
  await waitFor({
    what: 'the stack to be ready again',
    timeoutMs: 240_000,
    check: () => up.json().length > 0 || undefined,
  });
  await expectSameChains(up.json()[0]);
  // As under `npm start`: the terminal signals the whole group, and npm passes its own signal on.
  for (const _ of ['terminal', 'npm']) up.child.kill('SIGINT');
  expect(await up.ended).toBe(130);
  await up.gone();
  expect(await containersOf(join(home, 'story'))).toEqual(new Map());
  const status = await bigfileDone('status', '--json', ...story);
  expect(status.code).toBe(1);
  expect(status.json()[0]).toMatchObject({ error: { code: 'STACK_NOT_RUNNING' } });
});

test('down stops a stack in the background, and once', async (t) => {
  needs(t, 'restart');
  const up = start('up', '-d', '--json', ...story, ...samePorts());
  expect(await up.ended).toBe(0);
  await expectSameChains(up.json()[0]);
  const down = await bigfileDone('down', '--json', ...story);
  expect(down.code).toBe(0);
  expect(up.alive()).toEqual([]);
  expect(await containersOf(join(home, 'story'))).toEqual(new Map());
  const again = await bigfileDone('down', '--json', ...story);
  expect(again.code).toBe(1);
  expect(again.json()[0]).toMatchObject({ error: { code: 'STACK_NOT_RUNNING' } });
});

test('a walk that fails keeps its logs and says where', async () => {
  // The L1 is up, wherever it runs, when the L2 finds its port taken.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const flags = [...anyPorts, '--l2-port', String(port)];
  const failed = await bigfileDone('walk', '--once', '--json', ...flags);
  server.close();
  expect(failed.code).toBe(1);
  expect(failed.json().at(-1)).toMatchObject({ ok: false, error: { code: 'CORE_PORT_IN_USE' } });
  const [, dataDir] = /kept in (\S+)\.\n/.exec(failed.stderr()) ?? [];
  expect(readdirSync(join(dataDir!, 'logs'))).toContain('l1.log');
  await forgetStack(dataDir!);
});
