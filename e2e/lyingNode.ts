import type { Hex } from 'viem';
import { readBody, startHttpServer } from '#core';

/** The L2 node as a dishonest sequencer would run it: one field of every batch is made up. */
export async function startLyingNode(o: {
  rpcUrl: string;
  field: 'stateRoot' | 'localExitRoot';
  lie: Hex;
}): Promise<{ url: string } & AsyncDisposable> {
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: async (request, response) => {
      const body = await readBody({ request, limit: 1 << 20 });
      const headers = { 'content-type': 'application/json' };
      const answer = (await (await fetch(o.rpcUrl, { method: 'POST', headers, body })).json()) as {
        result?: Record<string, unknown>;
      };
      if (body.includes('zkevm_getBatchByNumber') && answer.result) answer.result[o.field] = o.lie;
      response.writeHead(200, headers).end(JSON.stringify(answer));
    },
  });
  return { url: server.url, [Symbol.asyncDispose]: () => server.stop() };
}
