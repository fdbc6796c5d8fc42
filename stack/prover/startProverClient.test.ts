import { afterEach, expect, test } from 'vitest';
import { waitFor } from '#core';
import type { ProverConnection } from './ProverConnection.ts';
import type { BatchPublicInputs } from './protocol.ts';
import { proveRange } from './proveRange.ts';
import { startProverClient } from './startProverClient.ts';
import type { ProverServer } from './startProverServer.ts';
import { connected, FINAL, heldWork, madeUpRange, silent, testServer } from './testing.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(port = 0): Promise<ProverServer> {
  const server = await testServer({ port });
  stops.push(() => server.stop());
  return server;
}

function dial(aggregator: string) {
  const held = heldWork();
  const client = startProverClient({
    ...{ aggregator, name: 'ours', work: held.work, retryMs: 20, logger: silent },
  });
  stops.push(() => client.stop());
  return { ...held, client };
}

async function lent(server: ProverServer): Promise<ProverConnection> {
  await connected(server, 1);
  const { signal } = new AbortController();
  return (await server.lease({ what: 'test', signal })).prover;
}

const inputs = (old_batch_num: string, chain_id = '1') =>
  ({ input: { public_inputs: { old_batch_num, chain_id } as BatchPublicInputs } }) as const;

/** The proof once it is pending no more. */
const settled = (prover: ProverConnection, id: string) =>
  waitFor({
    what: 'the proof',
    ...{ timeoutMs: 20_000, intervalMs: 5 },
    check: async () => {
      const answer = await prover.call('get_proof_request', { id, timeout: '0' });
      return answer.result === 'RESULT_PENDING' ? undefined : answer;
    },
  });

test('default: it says who it is, and what it is at', async () => {
  const server = await serve();
  const { client, letGo } = dial(server.address);
  const prover = await lent(server);
  expect(server.provers()).toMatchObject([{ name: 'ours', id: client.id, busy: 'test' }]);
  expect(await prover.call('get_status_request', {})).toMatchObject({
    status: 'STATUS_IDLE',
    version_proto: 'v0_0_1',
    version_server: 'bigfile-devkit',
    prover_name: 'ours',
    fork_id: '12',
  });
  const final = { recursive_proof: 'x', aggregator_addr: `0x${'0a'.repeat(20)}` };
  const first = await prover.call('gen_final_proof_request', final);
  const second = await prover.call('gen_batch_proof_request', inputs('6'));
  expect(first.result).toBe('RESULT_OK');
  expect(await prover.call('get_status_request', {})).toMatchObject({
    status: 'STATUS_COMPUTING',
    current_computing_request_id: first.id,
    pending_request_queue_ids: [second.id],
  });
  expect(client.status()).toMatchObject({ computing: true, orders: 2 });
  letGo();
  expect(await settled(prover, second.id)).toMatchObject({ recursive_proof: 'batch 7' });
  expect(await settled(prover, first.id)).toMatchObject({
    result: 'RESULT_COMPLETED_OK',
    final_proof: { proof: FINAL.proof },
  });
  expect(await prover.call('get_status_request', {})).toMatchObject({
    status: 'STATUS_IDLE',
    last_computed_request_id: second.id,
  });
});

test('behavior: the aggregator of ours gets a range proved by it', async () => {
  const server = await serve();
  const { letGo, client } = dial(server.address);
  await connected(server, 1);
  const proving = proveRange({
    ...{ server, ...madeUpRange(3), made: new Map(), logger: silent, pollMs: 5 },
    ...{ proofTimeoutMs: 20_000, signal: new AbortController().signal },
  });
  await waitFor({
    what: 'the final proof to be ordered',
    timeoutMs: 20_000,
    check: () => (client.status().orders > 5 && client.status().computing) || undefined,
  });
  letGo();
  expect(await proving).toHaveLength(24);
});

test('behavior: cancelling ends the work, and the answer says so', async () => {
  const server = await serve();
  const { cancelled } = dial(server.address);
  const prover = await lent(server);
  const order = { recursive_proof: 'x', aggregator_addr: `0x${'0a'.repeat(20)}` };
  const { id } = await prover.call('gen_final_proof_request', order);
  expect((await prover.call('cancel_request', { id })).result).toBe('RESULT_OK');
  expect(cancelled).toEqual(['x']);
  expect(await settled(prover, id)).toMatchObject({ id, result: 'RESULT_CANCEL' });
  expect((await prover.call('cancel_request', { id })).result).toBe('RESULT_ERROR');
});

test('error: an id that nobody gave out', async () => {
  const server = await serve();
  dial(server.address);
  const prover = await lent(server);
  expect(await settled(prover, 'nobody')).toMatchObject({
    result: 'RESULT_ERROR',
    result_string: 'there is no proof with this id',
  });
  expect((await prover.call('cancel_request', { id: 'nobody' })).result).toBe('RESULT_ERROR');
});

test('error: a wrong order, and work that fails, are told apart with their reasons', async () => {
  const server = await serve();
  const { fail } = dial(server.address);
  const prover = await lent(server);
  const other = await prover.call('gen_stateless_batch_proof_request', inputs('6', '7') as never);
  expect(await settled(prover, other.id)).toMatchObject({
    result: 'RESULT_ERROR',
    result_string: expect.stringContaining('PROVER_ORDER_REFUSED'),
  });
  const empty = await prover.call('gen_stateless_batch_proof_request', {});
  expect(await settled(prover, empty.id)).toMatchObject({
    result_string: expect.stringContaining('it has no public inputs'),
  });
  const nobody = { recursive_proof: 'x', aggregator_addr: 'nobody' };
  const unaddressed = await prover.call('gen_final_proof_request', nobody);
  expect(await settled(prover, unaddressed.id)).toMatchObject({
    result_string: expect.stringContaining('"nobody" is no address'),
  });
  const order = { recursive_proof: 'x', aggregator_addr: `0x${'0a'.repeat(20)}` };
  const { id } = await prover.call('gen_final_proof_request', order);
  await waitFor({
    what: 'the work to be begun',
    timeoutMs: 20_000,
    check: async () => {
      const status = await prover.call('get_status_request', {});
      return status.current_computing_request_id === id || undefined;
    },
  });
  fail(new Error('no memory'));
  expect(await settled(prover, id)).toMatchObject({
    result: 'RESULT_INTERNAL_ERROR',
    result_string: 'no memory',
  });
});

test('behavior: it is there before the aggregator, and dials again when that one restarts', async () => {
  const first = await testServer();
  const port = Number(first.address.split(':')[1]);
  await first.stop();
  const { client, cancelled } = dial(`127.0.0.1:${port}`);
  const second = await testServer({ port });
  const prover = await lent(second);
  const order = { recursive_proof: 'x', aggregator_addr: `0x${'0a'.repeat(20)}` };
  const { id } = await prover.call('gen_final_proof_request', order);
  await second.stop();
  await waitFor({
    what: 'the work to be cancelled',
    timeoutMs: 20_000,
    check: () => cancelled.length === 1 || undefined,
  });
  const third = await serve(port);
  const again = await lent(third);
  expect(third.provers()).toMatchObject([{ name: 'ours', id: client.id }]);
  expect(await settled(again, id)).toMatchObject({ result: 'RESULT_ERROR' });
});
