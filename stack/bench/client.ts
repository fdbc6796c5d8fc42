import { Agent, request } from 'node:http';
import type { Hex } from 'viem';
import { waitFor } from '#core';

export interface BenchClient {
  call<T>(method: string, params?: readonly unknown[]): Promise<T>;
  /** Sends everything, `together` in one request; resolves when the pool is empty again. */
  submit(o: { raws: readonly Hex[]; together: number; connections: number }): Promise<void>;
  close(): void;
}

/** A lean client: what is measured is the gateway, on a machine with few cores. */
export function createBenchClient(url: string): BenchClient {
  const agent = new Agent({ keepAlive: true });
  const post = (body: string, again = true): Promise<string> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(text));
        response.on('error', reject);
      });
      // The server may have closed an idle connection while transactions were being signed.
      sent.on('error', (error) => {
        if (again && sent.reusedSocket) post(body, false).then(resolve, reject);
        else reject(error);
      });
      sent.end(body);
    });
  const call = async <T>(method: string, params: readonly unknown[] = []): Promise<T> => {
    const answer = JSON.parse(
      await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })),
    );
    if (answer.error) throw new Error(answer.error.message);
    return answer.result as T;
  };
  return {
    call,
    async submit({ raws, together, connections }) {
      const bodies = bodiesOf(raws, together);
      let next = 0;
      const worker = async (): Promise<void> => {
        while (next < bodies.length) {
          next += 1;
          const answer = await post(bodies[next - 1]!);
          if (answer.includes('"error"')) throw new Error(answer.slice(0, 300));
        }
      };
      await Promise.all(Array.from({ length: connections }, worker));
      await waitFor({
        what: 'all transactions to be in blocks',
        check: async () => {
          const { pending } = await call<{ pending: Hex }>('txpool_status');
          return Number(pending) === 0 || undefined;
        },
        timeoutMs: 120_000,
        intervalMs: 10,
      });
    },
    close: () => agent.destroy(),
  };
}

function bodiesOf(raws: readonly Hex[], together: number): string[] {
  const one = (raw: Hex, id: number) =>
    `{"jsonrpc":"2.0","id":${id},"method":"eth_sendRawTransaction","params":["${raw}"]}`;
  if (together === 1) return raws.map(one);
  const bodies: string[] = [];
  for (let i = 0; i < raws.length; i += together) {
    bodies.push(
      `[${raws
        .slice(i, i + together)
        .map(one)
        .join()}]`,
    );
  }
  return bodies;
}
