import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createPublicClient, http } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { parseReport, type RoleReport, toConfigJson } from '#core';

const home = mkdtempSync(join(tmpdir(), 'bigfile-role-'));
const ROOT = resolve(import.meta.dirname, '../..');
afterAll(() => rmSync(home, { recursive: true, force: true }));

function startRole(name: string, config: unknown) {
  const file = join(home, `${name}.json`);
  writeFileSync(file, toConfigJson(config), { mode: 0o600 });
  const args = ['scripts/bigfile.ts', 'role', name, '--config', file];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  const reported = new Promise<RoleReport>((done) => {
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const report = text.split('\n').slice(0, -1).map(parseReport).find(Boolean);
      if (report) done(report);
    });
  });
  return { child, reported, ended: once(child, 'exit').then(([code]) => code) };
}

const l1 = {
  host: '127.0.0.1',
  port: 0,
  chainId: 1337,
  genesis: { timestamp: 0n, accounts: {} },
  dataDir: join(home, 'l1'),
};

test('a role runs from a file, says where it is, and stops when it is told', async () => {
  const { child, reported, ended } = startRole('l1', l1);
  const report = await reported;
  expect(report).toMatchObject({ type: 'ready', value: { engine: expect.any(String) } });
  const { rpcUrl } = (report as { value: { rpcUrl: string } }).value;
  const client = createPublicClient({ transport: http(rpcUrl) });
  expect(await client.getChainId()).toBe(1337);
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
});

test('error: what keeps it from starting has its code in the report', async () => {
  const { reported, ended } = startRole('l1', { ...l1, host: '192.0.2.1' });
  expect((await reported).type).toBe('failed');
  expect(await ended).toBe(1);
});
