import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { waitFor } from '#core';
import type { StackInfo } from '#stack';
import { bigfileDone } from './bigfile.ts';
import {
  type ContainerHome,
  clientOf,
  findCompose,
  markOf,
  openContainerHome,
  settleTransfer,
} from './testingContainers.ts';
import { assertConserved } from './testStack.ts';

const START_TIMEOUT_MS = 300_000;
const PROJECT = `bigfile-compose-${process.pid}`;
const programs = await findCompose();
let home: ContainerHome | undefined;
let info: StackInfo;
let file: string;
let mark: Awaited<ReturnType<typeof markOf>>;

beforeAll(async () => {
  if (inject('noContainers') !== undefined || programs.length === 0) return;
  home = await openContainerHome();
  info = await home.up();
  await settleTransfer(info);
  const out = join(home.dataDir, 'compose');
  const place = ['--json', '--data-dir', home.dataDir];
  const exported = await bigfileDone('export', 'compose', '--out', out, ...place);
  expect(exported.code).toBe(0);
  file = exported.json()[0].file;
  expect(exported.json()[0].services).toHaveLength(12);
  mark = await markOf(info);
  expect((await bigfileDone('down', ...place)).code).toBe(0);
  expect(await home.states()).toEqual({});
});
afterAll(() => home?.[Symbol.asyncDispose]());

/** Both continue the same chains, one after the other. */
const cases = programs.length ? programs : [{ name: 'Compose', command: [] }];
test.for(cases)(
  'behavior: $name runs the exported stack, and its chains go on',
  async ({ command }, context) => {
    context.skip(programs.length === 0, 'there is neither docker-compose nor `docker compose`');
    context.skip(home === undefined, inject('noContainers'));
    const compose = (...args: string[]) => {
      const [program, ...before] = command as [string, ...string[]];
      return promisify(execFile)(program, [...before, '-p', PROJECT, '-f', file, ...args]);
    };
    await compose('config', '--quiet');
    try {
      await compose('up', '-d');
      const { hash } = await waitFor({
        what: 'the L2 to answer with the block that it had',
        timeoutMs: START_TIMEOUT_MS,
        intervalMs: 200,
        check: () => clientOf(info.l2.rpc).getBlock({ blockNumber: mark.l2.number }),
      });
      expect(hash).toBe(mark.l2.hash);
      await settleTransfer(info);
      await assertConserved(info);
      const now = await markOf(info);
      expect(now.genesis).toBe(mark.genesis);
      expect(now.l2.number).toBeGreaterThan(mark.l2.number);
      expect(now.l1.number).toBeGreaterThan(mark.l1.number);
      mark = now;
    } finally {
      await compose('down');
    }
  },
);

test('behavior: after Compose, up continues the chains again', async (context) => {
  context.skip(programs.length === 0, 'there is neither docker-compose nor `docker compose`');
  context.skip(home === undefined, inject('noContainers'));
  const again = await home!.up();
  const { hash } = await clientOf(again.l2.rpc).getBlock({ blockNumber: mark.l2.number });
  expect(hash).toBe(mark.l2.hash);
  await settleTransfer(again);
  await assertConserved(again);
});
