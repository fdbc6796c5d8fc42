import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { parseOptions } from '../session/options.ts';
import { checkEngine } from './engineChecks.ts';
import { checkDisk, checkMachine, checkNode, checkPorts } from './hostChecks.ts';

const options = parseOptions({ l1Port: 0, l2Port: 0, bridgePort: 0 });
afterEach(() => vi.unstubAllEnvs());

test('the machine that runs the tests is good enough', () => {
  expect(checkNode().state).toBe('ok');
  expect(checkMachine().map(({ name }) => name)).toEqual(['processors', 'memory']);
  expect(checkDisk(options).found).toContain('GiB free');
});

test('a taken port is a problem, and the flag that changes it is named', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  const port = await new Promise<number>((done) =>
    server.once('listening', () => done((server.address() as AddressInfo).port)),
  );
  const findings = await checkPorts({ ...options, l2Port: port });
  server.close();
  expect(findings).toMatchObject([{ name: `port ${port}`, state: 'problem' }]);
  expect(findings[0]?.fix).toContain('--l2-port');
});

test('without an engine only a stack that needs one has a problem', async () => {
  vi.stubEnv('DOCKER_HOST', 'tcp://127.0.0.1:1');
  expect(await checkEngine(options)).toMatchObject([{ name: 'engine', state: 'note' }]);
  for (const needs of [{ in: 'containers' }, { l1: 'geth' }, { recipe: 'official' }] as const) {
    const findings = await checkEngine(parseOptions(needs));
    expect(findings).toMatchObject([{ name: 'engine', state: 'problem' }]);
    expect(findings[0]?.fix).toContain('DOCKER_HOST');
  }
});
