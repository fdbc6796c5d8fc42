import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { AbortedError, PortInUseError } from '../errors.ts';
import { type ContainerGroup, createContainerGroup } from './createContainerGroup.ts';
import { ensureImage } from './ensureImage.ts';
import { ContainerFailedError, ImageMissingError } from './errors.ts';
import { findEngine } from './findEngine.ts';
import { removeLeftovers } from './removeLeftovers.ts';
import type { ContainerOptions, StartedContainer } from './types.ts';

const IMAGE = 'node:24-bookworm-slim';
const session = `test-${process.pid}`;
/** Answers with the file it was given, or with what another host answers. */
const SERVER = `
  const { readFileSync } = require('node:fs');
  require('node:http').createServer(async (q, r) => {
    const { ask, ms } = Object.fromEntries(new URL(q.url, 'http://x').searchParams);
    const body = ask ? await fetch(ask, { signal: AbortSignal.timeout(Number(ms)) }).then((a) => a.text(), (e) => 'no: ' + e.name)
      : readFileSync('/etc/it/word', 'utf8');
    r.end(body);
  }).listen(8000, () => console.log('listening'));
  process.once('SIGTERM', () => process.exit(0));`;

function server(name: string, more: Partial<ContainerOptions> = {}): ContainerOptions {
  return {
    ...{ name, image: IMAGE, command: ['node', '-e', SERVER] },
    files: [{ path: '/etc/it/word', content: `word of ${name}` }],
    ports: { http: { inner: 8000 } },
    ready: [
      {
        what: 'its word',
        timeoutMs: 60_000,
        check: async (c) => (await fetch(c.url('http'))).text(),
      },
    ],
    ...more,
  };
}

/** What a container hears from a URL; `ms` says how long silence must last to count. */
const ask = async (c: StartedContainer, url: string, ms = 60_000) =>
  (await fetch(`${c.url('http')}/?ask=${encodeURIComponent(url)}&ms=${ms}`)).text();

/** A group that goes with the test. */
function groupTest(name: string, run: (group: ContainerGroup, logDir: string) => Promise<void>) {
  test(name, async (context) => {
    const reason = inject('noContainers');
    context.skip(reason !== undefined, reason);
    const logDir = mkdtempSync(join(tmpdir(), 'bigfile-containers-'));
    const engine = await findEngine();
    const group = await createContainerGroup({ engine, session, logDir });
    try {
      await run(group, logDir);
    } finally {
      await group.stop();
      await removeLeftovers({ engine, session, volumes: true });
      rmSync(logDir, { recursive: true });
    }
  });
}

groupTest(
  'default: files go in, ports come out on loopback, names reach each other',
  async (group, logDir) => {
    const [a, b] = await Promise.all([group.start(server('a')), group.start(server('b'))]);
    expect(a.ready).toEqual(['word of a']);
    expect(a.url('http')).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await ask(b, a.innerUrl('http'))).toBe('word of a');
    expect(readFileSync(join(logDir, 'a.log'), 'utf8')).toContain('listening');
    expect(await a.exec(['cat', '/etc/it/word'])).toEqual({ exitCode: 0, output: 'word of a' });
  },
);

groupTest(
  'behavior: a service on this host’s loopback is reached, and a container by its own name',
  async (group) => {
    const a = await group.start(server('a'));
    const host = createServer((_q, r) => r.end('from the host')).listen(0, '127.0.0.1');
    try {
      const url = await waitListening(host);
      expect(await ask(a, await group.fromInside(url))).toBe('from the host');
      expect(await group.fromInside(`${a.url('http')}/x`)).toBe('http://a:8000/x');
    } finally {
      host.closeAllConnections();
      host.close();
    }
  },
);

groupTest(
  'fault: paused it answers nobody, cut off it reaches nobody, and both can be undone',
  async (group) => {
    const [a, b] = await Promise.all([group.start(server('a')), group.start(server('b'))]);
    await a.pause();
    expect(await ask(b, a.innerUrl('http'), 3_000)).toMatch(/^no: /);
    await a.unpause();
    expect(await ask(b, a.innerUrl('http'))).toBe('word of a');
    await a.cutOff();
    expect(await ask(b, a.innerUrl('http'), 3_000)).toMatch(/^no: /);
    await a.rejoin();
    expect(await ask(b, a.innerUrl('http'))).toBe('word of a');
    await a.kill('SIGKILL');
    expect(await a.exited).toMatchObject({ exitCode: 137, outOfMemory: false });
  },
);

groupTest(
  'error: one that ends early is told with its last lines and the likely cause, and is gone',
  async (group) => {
    const command = ['node', '-e', "console.error('ForkId is 0'); process.exit(3)"];
    const causes = [{ pattern: /ForkId is 0/, cause: 'L1 is not final.', next: 'Wait.' }];
    const error = await group.start(server('dies', { command, causes })).catch((e) => e);
    expect(error).toBeInstanceOf(ContainerFailedError);
    expect(error.details).toContain('ForkId is 0');
    expect(error.message).toContain('Likely cause: L1 is not final.');
    expect(error.message).toContain('exit code 3');
    expect(await mine(group)).toEqual([]);
  },
);

groupTest('error: one that never gets ready, a taken port, a missing image', async (group) => {
  const never = [{ what: 'the impossible', timeoutMs: 300, check: () => undefined }];
  await expect(group.start(server('never', { ready: never }))).rejects.toThrow(/the impossible/);
  const a = await group.start(server('a'));
  const outer = Number(new URL(a.url('http')).port);
  const taken = group.start(server('b', { ports: { http: { inner: 8000, outer } } }));
  await expect(taken).rejects.toThrow(PortInUseError);
  const image = ensureImage({ engine: group.engine, image: 'bigfile/none:0', build: 'npm run x' });
  await expect(image).rejects.toThrow(ImageMissingError);
});

groupTest(
  'teardown: what a killed run left goes by its labels, the volume only when asked',
  async (group, logDir) => {
    await group.start(server('a', { volumes: { '/data': 'a' } }));
    const { engine } = group;
    // A second run in the same directory, which knows nothing of the first.
    const again = await createContainerGroup({ engine, session, logDir });
    expect(await mine(again)).toEqual([]);
    expect(await removeLeftovers({ engine, session, volumes: false })).toMatchObject({
      networks: 1,
    });
    const removed = await removeLeftovers({ engine, session, volumes: true });
    expect(removed).toEqual({ containers: 0, networks: 0, volumes: 1 });
  },
);

groupTest('behavior: a volume keeps what a container wrote', async (group) => {
  const keep = { volumes: { '/data': 'kept' } };
  const first = await group.start(server('a', keep));
  await first.exec(['sh', '-c', 'echo hello > /data/x']);
  await first.stop();
  const second = await group.start(server('b', keep));
  expect((await second.exec(['cat', '/data/x'])).output).toBe('hello\n');
});

groupTest('behavior: what is being started when the group stops leaves nothing', async (group) => {
  const reached = Promise.withResolvers<void>();
  const check = () => reached.resolve();
  const never = group.start(
    server('never', { ready: [{ what: 'never', timeoutMs: 60_000, check }] }),
  );
  const refused = expect(never).rejects.toBeInstanceOf(AbortedError);
  await reached.promise;
  // Not yet made when the group stops.
  const late = expect(group.start(server('late'))).rejects.toBeInstanceOf(AbortedError);
  await group.stop();
  await Promise.all([refused, late]);
  await expect(group.start(server('later'))).rejects.toBeInstanceOf(AbortedError);
  await expect(group.fromInside('http://127.0.0.1:1')).rejects.toBeInstanceOf(AbortedError);
  expect(await mine(group)).toEqual([]);
});

async function mine(group: ContainerGroup): Promise<string[]> {
  const filters = { label: [`dev.bigfile.devkit.session=${session}`] };
  const listed = await group.engine.docker.listContainers({ all: true, filters });
  return listed.flatMap(({ Names }) => Names);
}

function waitListening(host: ReturnType<typeof createServer>): Promise<string> {
  return new Promise((resolve) =>
    host.once('listening', () =>
      resolve(`http://127.0.0.1:${(host.address() as AddressInfo).port}`),
    ),
  );
}
