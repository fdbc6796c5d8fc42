import { afterEach, expect, test } from 'vitest';
import { startHttpServer } from '#core';
import { connect } from './connect.ts';

const cleanUp = new AsyncDisposableStack();
afterEach(() => cleanUp.disposeAsync());

interface Call {
  id: number;
  method: string;
}

test('searches for logs outside the batch that other calls made at the same time share', async () => {
  const seen: string[] = [];
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const calls = JSON.parse(body) as Call | Call[];
      const answer = ({ id, method }: Call) => ({
        jsonrpc: '2.0',
        id,
        result: method === 'eth_getLogs' ? [] : '0x1',
      });
      seen.push(Array.isArray(calls) ? `[${calls.map((c) => c.method)}]` : calls.method);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(Array.isArray(calls) ? calls.map(answer) : answer(calls)));
    },
  });
  cleanUp.defer(() => server.stop());
  const client = connect(server.url);
  await Promise.all([
    client.getLogs(),
    client.getChainId(),
    client.getBlockNumber({ cacheTime: 0 }),
  ]);
  expect(seen.toSorted()).toEqual(['[eth_chainId,eth_blockNumber]', 'eth_getLogs']);
});
