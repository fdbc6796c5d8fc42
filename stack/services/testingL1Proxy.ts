import { type Hex, keccak256 } from 'viem';
import { readBody, startHttpServer } from '#core';

/**
 * What happens to a transaction on its way: it arrives; the node says that it has it and has not; it
 * arrives and the answer does not come back. `down`: nothing is answered at all.
 */
export type L1Weather = 'fine' | 'lost' | 'unanswered' | 'down';

export interface L1Proxy {
  url: string;
  /** Transactions that were offered, whatever became of them. */
  offered: Hex[];
  /** `lost` and `unanswered` last for one transaction. */
  set(weather: L1Weather): void;
  stop(): Promise<void>;
}

interface Call {
  id: unknown;
  method: string;
  params: unknown[];
}

/** The way to an L1 that is not always what it should be. */
export async function startL1Proxy(o: { l1RpcUrl: string }): Promise<L1Proxy> {
  let weather: L1Weather = 'fine';
  const offered: Hex[] = [];
  const server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    handler: async (request, response) => {
      const body = await readBody({ request, limit: 1 << 22 });
      const calls = [JSON.parse(body) as Call | Call[]].flat();
      const sent = calls.find(({ method }) => method === 'eth_sendRawTransaction');
      if (sent) offered.push(sent.params[0] as Hex);
      const now = weather;
      if (sent && now !== 'down') weather = 'fine';
      const json = (answer: string) =>
        void response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
      if (now === 'down') return void request.socket.destroy();
      if (sent && now === 'lost') {
        const answers = calls.map(({ id }) => ({
          jsonrpc: '2.0',
          id,
          result: keccak256(sent.params[0] as Hex),
        }));
        return json(JSON.stringify(Array.isArray(JSON.parse(body)) ? answers : answers[0]));
      }
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(o.l1RpcUrl, { method: 'POST', headers, body });
      const text = await answer.text();
      if (sent && now === 'unanswered') return void request.socket.destroy();
      json(text);
    },
  });
  return {
    url: server.url,
    offered,
    set(next) {
      weather = next;
    },
    stop: () => server.stop(),
  };
}
