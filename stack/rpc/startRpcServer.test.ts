import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PortInUseError, waitFor } from '#core';
import { MethodRefusedError } from '../engine/errors.ts';
import { RpcError } from './RpcError.ts';
import { startRpcServer } from './startRpcServer.ts';

let server: Awaited<ReturnType<typeof startRpcServer>>;
const handled: string[] = [];

beforeAll(async () => {
  server = await startRpcServer({
    host: '127.0.0.1',
    port: 0,
    maxBatch: 3,
    maxBodyBytes: 1000,
    logger: { error: () => {} } as never,
    handle: async (method, params) => {
      handled.push(method);
      if (method === 'echo') return params;
      if (method === 'nothing') return undefined;
      if (method === 'big') return 12n;
      if (method === 'revert')
        throw new RpcError({ code: 3, message: 'execution reverted', data: '0x' });
      if (method === 'refused') throw new MethodRefusedError({ method });
      throw new TypeError('a secret');
    },
  });
});
afterAll(() => server.stop());

async function post(body: unknown): Promise<{ status: number; json: unknown }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(server.url, { method: 'POST', body: text });
  const answer = await response.text();
  return { status: response.status, json: answer ? JSON.parse(answer) : undefined };
}
const call = (method: string, id: unknown = 1) => ({
  jsonrpc: '2.0',
  id,
  method,
  params: [1, 'a'],
});

test('answers a request with its id', async () => {
  expect(await post(call('echo', 'x'))).toEqual({
    status: 200,
    json: { jsonrpc: '2.0', id: 'x', result: [1, 'a'] },
  });
  expect((await post(call('nothing'))).json).toMatchObject({ result: null });
  expect((await post(call('big'))).json).toMatchObject({ result: '12' });
});

test('takes null and nothing for no parameters', async () => {
  for (const request of [
    { ...call('echo'), params: null },
    { jsonrpc: '2.0', id: 1, method: 'echo' },
  ]) {
    expect((await post(request)).json).toEqual({ jsonrpc: '2.0', id: 1, result: [] });
  }
});

test('answers a batch in order, without its notifications', async () => {
  const notification = { jsonrpc: '2.0', method: 'nothing' };
  const { json } = await post([call('echo', 1), notification, call('revert', 2)]);
  expect(json).toEqual([
    { jsonrpc: '2.0', id: 1, result: [1, 'a'] },
    { jsonrpc: '2.0', id: 2, error: { code: 3, message: 'execution reverted', data: '0x' } },
  ]);
  expect(await post(notification)).toEqual({ status: 204, json: undefined });
});

test.each<[string, unknown, number]>([
  ['no JSON', '{', -32700],
  ['no request', { id: 1 }, -32600],
  ['an id that is none', call('echo', {}), -32600],
  ['an empty batch', [], -32600],
  ['a long batch', [1, 2, 3, 4].map((id) => call('echo', id)), -32600],
  ['params by name', { ...call('echo'), params: { a: 1 } }, -32602],
])('refuses %s', async (_, body, code) => {
  const before = handled.length;
  expect((await post(body)).json).toMatchObject({ error: { code } });
  expect(handled.length).toBe(before);
});

test('refuses a large body with 413', async () => {
  const { status, json } = await post({ ...call('echo'), params: ['x'.repeat(2000)] });
  expect({ status, json }).toMatchObject({ status: 413, json: { error: { code: -32600 } } });
});

test('tells our errors, and hides unexpected ones', async () => {
  expect((await post(call('refused'))).json).toMatchObject({
    error: { code: -32000, data: { code: 'ENGINE_METHOD_REFUSED' } },
  });
  expect((await post(call('boom'))).json).toMatchObject({
    error: { code: -32603, message: 'internal error' },
  });
});

test('tells its health, allows other origins, refuses other HTTP methods', async () => {
  const health = await fetch(`${server.url}/health`);
  expect([health.status, await health.json()]).toEqual([200, { ok: true }]);
  const preflight = await fetch(server.url, { method: 'OPTIONS' });
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect((await fetch(server.url, { method: 'PUT' })).status).toBe(405);
});

test('keeps connections alive', async () => {
  const response = await fetch(server.url, { method: 'POST', body: JSON.stringify(call('echo')) });
  await response.text();
  expect(response.headers.get('connection')).toBe('keep-alive');
});

test('survives a client that goes away in the middle of a request', async () => {
  const client = request(server.url, { method: 'POST', headers: { 'content-length': 500 } });
  client.on('error', () => {});
  client.write('{"jsonrpc"');
  await waitFor({ what: 'the socket', check: () => client.socket ?? undefined, timeoutMs: 2000 });
  client.destroy();
  expect((await post(call('echo'))).status).toBe(200);
});

test('a port in use is a typed error', async () => {
  const again = startRpcServer({ host: '127.0.0.1', port: server.port, handle: async () => null });
  await expect(again).rejects.toThrow(PortInUseError);
});
