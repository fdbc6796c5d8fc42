import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPublicClient, http, parseEther } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StackInfo } from '#stack';
import { bigfile, bigfileDone, type Command } from './bigfile.ts';
import { forgetStack } from './leftovers.ts';
import { assertConserved } from './testStack.ts';

const home = mkdtempSync(join(tmpdir(), 'bigfile-bridge-'));
const there = ['--data-dir', home];
const receiver = '0x00000000000000000000000000000000000b41d9';
let up: Command;
let info: StackInfo;

const clientOf = (url: string) => createPublicClient({ transport: http(url), cacheTime: 0 });
/** Runs a command that must succeed, and returns what it prints with `--json`. */
const bridge = async (...args: string[]) => {
  const done = await bigfileDone('bridge', ...args, '--json');
  expect(done.code, done.stderr()).toBe(0);
  return done.json().at(-1);
};

beforeAll(async () => {
  up = bigfile(
    'up',
    '-d',
    '--json',
    ...there,
    '--l1-port',
    '0',
    '--l2-port',
    '0',
    '--bridge-port',
    '0',
  );
  expect(await up.ended, up.stderr()).toBe(0);
  [info] = up.json();
});

afterAll(async () => {
  await bigfileDone('down', ...there);
  for (const pid of up?.alive() ?? []) process.kill(pid, 'SIGKILL');
  await forgetStack(home);
});

test('a user sends BIG to the L2, and the service claims it for the receiver', async () => {
  const sent = await bridge('deposit', ...there, '--amount', '2.5', '--to', receiver, '--wait');
  expect(sent).toMatchObject({ network: 0, destinationNetwork: 1, amount: `${parseEther('2.5')}` });
  const balance = await clientOf(info.l2.rpc).getBalance({ address: receiver });
  expect(balance).toBe(parseEther('2.5'));

  const { transfers } = await bridge('trace', ...there, sent.txHash);
  expect(transfers[0].steps.map((step: { name: string }) => step.name)).toEqual([
    ...['leaf', 'local root', 'global exit root', 'info-tree leaf', 'import', 'claim'],
  ]);
  expect(transfers[0].steps.every((step: { done: boolean }) => step.done)).toBe(true);
  const people = await bigfileDone('bridge', 'trace', ...there, sent.txHash);
  expect(people.stdout()).toContain('It is claimed.');
});

test('what leaves the L2 waits for its batch, says so, and is claimed on L1 after its proof', async () => {
  await bridge('deposit', ...there, '--amount', '10', '--wait');
  const sent = await bridge('withdraw', ...there, '--amount', '1', '--to', receiver);
  const early = await bridge('trace', ...there, sent.txHash);
  const names = early.transfers[0].steps.map((step: { name: string }) => step.name);
  const way = ['leaf', 'local root', 'batch', 'sequence', 'proof', 'rollup exit root'];
  expect(names).toEqual([...way, 'global exit root', 'info-tree leaf', 'claim']);
  expect(early.transfers[0].waiting_for).toMatchObject({
    code: expect.stringMatching(/^WAITING_(SEQUENCE|VERIFICATION)$/),
    message: expect.any(String),
  });
  const { claims } = await bridge('claim', ...there, sent.txHash, '--wait');
  expect(claims).toHaveLength(1);
  const again = await bridge('withdraw', ...there, '--amount', '0.5', '--to', receiver, '--claim');
  expect(again.claimTxHash).toMatch(/^0x[0-9a-f]{64}$/);
});

test('a message is claimed by whoever wants to, not by the service', async () => {
  const sent = await bridge('message', ...there, '--to', receiver, '--data', '0x1234');
  const listed = await bridge('list', ...there, receiver, '--network', '0');
  expect(listed.deposits[0]).toMatchObject({ leafType: 1, txHash: sent.txHash });
  const { claims } = await bridge('claim', ...there, sent.txHash, '--wait');
  expect(claims[0]).toMatchObject({ network: 0, depositCount: sent.depositCount });
});

test('the same with URLs alone: no stack, and no bridge service but its own', async () => {
  const { l1, l2, contracts } = info;
  const urls = ['--l1-rpc', l1.rpc, '--l2-rpc', l2.rpc, '--bridge', contracts.l1['bridge']!];
  const from = ['--l1-from-block', String(info.l1DeploymentBlock)];
  const mine = await bridge('list', ...urls, ...from, receiver);
  const theirs = await bridge('list', ...there, receiver);
  expect(mine.total).toBe(theirs.total);
  expect(mine.deposits).toEqual(theirs.deposits);
  const sent = await bridge(
    ...['deposit', ...urls, '--bridge-api', info.bridge.url, '--amount', '1', '--to', receiver],
    ...['--key', info.accounts[1]!.key, '--wait'],
  );
  expect(sent.claimTxHash).toMatch(/^0x/);
});

test('errors name what is missing', async () => {
  const [none, key, amount, network] = await Promise.all([
    bigfileDone('bridge', 'list', '--json', '--data-dir', join(home, 'nothing')),
    bigfileDone('bridge', 'list', '--json', '--l1-rpc', info.l1.rpc),
    bigfileDone('bridge', 'deposit', '--json', ...there, '--amount', 'much'),
    bigfileDone('bridge', 'withdraw', '--json', ...there, '--amount', '1', '--to-network', '7'),
  ]);
  const codes = [none, key, amount, network].map((done) => done.json().at(-1).error.code);
  expect(codes).toEqual([
    ...['STACK_NOT_RUNNING', 'STACK_BRIDGE_USAGE', 'STACK_BRIDGE_USAGE', 'STACK_BRIDGE_NETWORK'],
  ]);
});

test('nothing was made and nothing was lost on the way', async () => {
  await assertConserved(info);
});
