import { createServer } from 'node:net';
import { afterAll, expect, test } from 'vitest';
import { startHttpServer, startJsonApi } from '#core';
import type { StackInfo } from '../session/StackInfo.ts';
import { allAnswer, allRun, readStatus } from './readStatus.ts';

const host = '127.0.0.1';
const cleanUp = new AsyncDisposableStack();
afterAll(() => cleanUp.disposeAsync());

async function node(result: string): Promise<string> {
  const server = await startHttpServer({
    ...{ host, port: 0 },
    handler: async (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id: 0, result })),
  });
  cleanUp.defer(() => server.stop());
  return server.url;
}

/** A process that was stopped: it takes connections, and says nothing. */
async function frozen(): Promise<string> {
  const server = createServer().listen(0, host);
  cleanUp.defer(async () => void server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  server.on('connection', (socket) => cleanUp.defer(async () => void socket.destroy()));
  return `http://${host}:${(server.address() as { port: number }).port}`;
}

async function service(status: unknown): Promise<{ url: string }> {
  const api = await startJsonApi({ host, port: 0, routes: { 'GET /status': () => status } });
  cleanUp.defer(() => api.stop());
  return { url: api.url };
}

const infoOf = async (o: { l1: string; l2: string }) =>
  ({
    l1: { rpc: o.l1 },
    l2: { rpc: o.l2 },
    aggregator: await service({ state: 'idle' }),
    sequenceSender: await service({ state: 'failing' }),
    validators: [await service({ forced: { waiting: 0, overdue: [] } })],
    processes: { l1: process.pid },
  }) as unknown as StackInfo;

test('every part that answers is told', async () => {
  const status = await readStatus(await infoOf({ l1: await node('0x10'), l2: await node('0x2') }));
  expect(status).toMatchObject({
    l1: { block: '16' },
    l2: { block: '2', batch: '2', virtualBatch: '2', verifiedBatch: '2' },
    sequenceSender: { state: 'failing' },
    forced: { waiting: 0 },
    processes: { l1: { alive: true } },
  });
  expect(allAnswer(status)).toBe(true);
});

test('one that is frozen, and one that is gone, are told from the others', async () => {
  const status = await readStatus(await infoOf({ l1: await frozen(), l2: 'http://127.0.0.1:1' }));
  expect(status).toMatchObject({
    l1: { unanswered: expect.stringMatching(/took too long|timed out|abort/i) },
    l2: { unanswered: expect.stringMatching(/./) },
    aggregator: { state: 'idle' },
  });
  expect(allAnswer(status)).toBe(false);
});

test('a part that the stack can do without is missed all the same', () => {
  const alive = { l1: { pid: 1, alive: true } };
  expect(allRun({ processes: alive, containers: { validator1: 'running' } })).toBe(true);
  for (const state of ['exited', 'paused', 'gone'])
    expect(allRun({ processes: alive, containers: { validator1: state } })).toBe(false);
  const dead = { validator3: { pid: 1, alive: false } };
  expect(allRun({ processes: { ...alive, ...dead }, containers: {} })).toBe(false);
});
