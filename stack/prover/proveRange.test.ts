import { afterEach, expect, test } from 'vitest';
import { waitFor } from '#core';
import type { AggregatorMessage } from './protocol.ts';
import { type ProveRangeOptions, proveRange } from './proveRange.ts';
import type { ProverServer } from './startProverServer.ts';
import {
  connected,
  FINAL,
  madeUpRange,
  proofAnswer,
  type Script,
  scriptedProver,
  silent,
  statusAnswer,
  testServer,
} from './testing.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function serve(o: Parameters<typeof testServer>[0] = {}): Promise<ProverServer> {
  const server = await testServer(o);
  stops.push(() => server.stop());
  return server;
}

function dial(server: ProverServer, script: Script = {}, name?: string) {
  const prover = scriptedProver(server.address, script, name);
  stops.push(prover.close);
  return prover;
}

const options = (server: ProverServer, o: Partial<ProveRangeOptions> = {}): ProveRangeOptions => ({
  ...{ server, ...madeUpRange(3), made: new Map(), logger: silent },
  ...{ pollMs: 5, proofTimeoutMs: 20_000, signal: new AbortController().signal },
  ...o,
});

/** Recursive proofs that tell what they are made of; the final one is always the same. */
function telling(): Script {
  let last: Parameters<typeof proofAnswer>[0] = {};
  const order = (answer: string, make: (m: AggregatorMessage) => typeof last) => {
    return (message: AggregatorMessage) => {
      last = make(message);
      return { [answer]: { id: 'p', result: 'RESULT_OK' } };
    };
  };
  return {
    gen_stateless_batch_proof_request: order('gen_batch_proof_response', (m) => {
      const inputs = m.gen_stateless_batch_proof_request?.input?.public_inputs;
      return { recursive_proof: `${BigInt(inputs!.old_batch_num) + 1n}` };
    }),
    gen_aggregated_proof_request: order('gen_aggregated_proof_response', (m) => {
      const parts = m.gen_aggregated_proof_request!;
      return { recursive_proof: `(${parts.recursive_proof_1} ${parts.recursive_proof_2})` };
    }),
    gen_final_proof_request: order('gen_final_proof_response', () => ({ final_proof: FINAL })),
    get_proof_request: () => proofAnswer(last),
  };
}

test('behavior: batch proofs, then pairs, then the final one, whose words are those for L1', async () => {
  const server = await serve();
  const prover = dial(server, telling());
  await connected(server, 1);
  const proof = await proveRange(options(server));
  expect(proof).toHaveLength(24);
  expect(proof[23]).toBe(`0x${'ab'.repeat(32)}`);
  const sent = prover.asked.map((m) => m.gen_final_proof_request).filter(Boolean);
  expect(sent).toEqual([
    { recursive_proof: '((5 6) 7)', aggregator_addr: madeUpRange(3).statement.aggregator },
  ]);
  expect(new Set(prover.asked.map(({ id }) => id)).size).toBe(prover.asked.length);
});

test('behavior: provers that are idle work at the same time', async () => {
  const server = await serve();
  let atOnce = 0;
  const busy = new Set<string>();
  for (const name of ['one', 'two']) {
    const script = telling();
    dial(
      server,
      {
        ...script,
        gen_stateless_batch_proof_request: (m, stream) => {
          busy.add(name);
          atOnce = Math.max(atOnce, busy.size);
          return script.gen_stateless_batch_proof_request!(m, stream);
        },
        get_proof_request: (m, stream) => {
          // Nobody is done before both have something to do.
          if (atOnce < 2) return proofAnswer({ result: 'RESULT_PENDING' });
          busy.delete(name);
          return script.get_proof_request!(m, stream);
        },
      },
      name,
    );
  }
  await connected(server, 2);
  await proveRange(options(server));
  expect(atOnce).toBe(2);
});

test('behavior: a prover that leaves mid-proof is replaced, and what was made is kept', async () => {
  const server = await serve();
  let batches = 0;
  const script = telling();
  const counted: Script = {
    ...script,
    gen_stateless_batch_proof_request: (m, stream) => {
      batches += 1;
      return script.gen_stateless_batch_proof_request!(m, stream);
    },
  };
  dial(server, {
    ...counted,
    gen_final_proof_request: (_m, stream) => {
      stream.cancel();
      return undefined;
    },
  });
  await connected(server, 1);
  const proving = proveRange(options(server));
  await connected(server, 0);
  dial(server, counted, 'second');
  expect(await proving).toHaveLength(24);
  expect(batches).toBe(3);
});

test('behavior: the next attempt orders only what the failed one has not made', async () => {
  const server = await serve();
  const made = new Map<string, string>();
  const failing = dial(server, {
    ...telling(),
    gen_final_proof_request: () => ({
      gen_final_proof_response: { id: '', result: 'RESULT_INTERNAL_ERROR' },
    }),
  });
  await connected(server, 1);
  await expect(proveRange(options(server, { made }))).rejects.toMatchObject({
    code: 'PROVER_PROOF_FAILED',
    message: expect.stringContaining('final proof of 5 to 7: RESULT_INTERNAL_ERROR'),
  });
  failing.close();
  await connected(server, 0);
  const prover = dial(server, telling());
  await connected(server, 1);
  await proveRange(options(server, { made }));
  expect(prover.orders()).toEqual(['gen_final_proof_request', 'get_proof_request']);
});

test('error: what the prover says of a failed proof is told', async () => {
  const server = await serve();
  const result = 'RESULT_COMPLETED_ERROR';
  dial(server, { get_proof_request: () => proofAnswer({ result, result_string: 'no memory' }) });
  await connected(server, 1);
  await expect(proveRange(options(server))).rejects.toThrow(
    'did not make the batch proof of 5: RESULT_COMPLETED_ERROR, no memory.',
  );
});

test('error: nobody there, or nobody idle', async () => {
  const server = await serve({ idleTimeoutMs: 30 });
  await expect(proveRange(options(server))).rejects.toMatchObject({
    code: 'PROVER_UNAVAILABLE',
    details: server.address,
    message: expect.stringContaining('no prover is connected'),
  });
  const status = statusAnswer({ status: 'STATUS_COMPUTING' });
  dial(server, { get_status_request: () => ({ get_status_response: status }) });
  await connected(server, 1);
  await expect(proveRange(options(server))).rejects.toThrow('none of 1 is idle');
});

test('error: a prover of another fork is turned away with the reason', async () => {
  const server = await serve();
  const status = statusAnswer({ fork_id: '9', prover_name: 'old' });
  const prover = dial(server, { get_status_request: () => ({ get_status_response: status }) });
  expect(await prover.ended).toContain('PROVER_WRONG_FORK: The prover old proves fork 9');
  expect(server.provers()).toEqual([]);
});

test('error: an answer with another id ends the connection, a third one the proof', async () => {
  const server = await serve();
  const wrong: Script = {
    gen_stateless_batch_proof_request: () => ({
      ...{ id: '999', gen_batch_proof_response: { id: 'p', result: 'RESULT_OK' } },
    }),
  };
  const provers = [1, 2, 3].map((i) => dial(server, wrong, `wrong ${i}`));
  await connected(server, 3);
  await expect(proveRange(options(server, madeUpRange(1)))).rejects.toMatchObject({
    code: 'PROVER_WRONG_ANSWER',
    message: expect.stringContaining('its id is 999, not'),
  });
  for (const { ended } of provers) expect(await ended).toContain('PROVER_WRONG_ANSWER');
});

test('error: a proof of another id ends the connection', async () => {
  const server = await serve({ idleTimeoutMs: 50 });
  const prover = dial(server, { get_proof_request: () => proofAnswer({ id: 'q' }) });
  await connected(server, 1);
  await expect(proveRange(options(server))).rejects.toMatchObject({ code: 'PROVER_UNAVAILABLE' });
  expect(await prover.ended).toContain('it is about the proof q, not p');
});

test('error: a prover that says something unasked, or of another kind, is cut off', async () => {
  const server = await serve();
  const chatty = dial(server);
  await connected(server, 1);
  chatty.stream.write({ id: '', get_status_response: statusAnswer() });
  expect(await chatty.ended).toContain('it sent get_status_response unasked');
  const confused = dial(server, {
    get_status_request: () => ({ cancel_response: { result: 'RESULT_OK' } }),
  });
  expect(await confused.ended).toContain('it is a cancel_response');
});

test('error: a prover that does not answer is cut off', async () => {
  const server = await serve({ answerTimeoutMs: 40 });
  const silentOne = dial(server, { get_status_request: () => undefined });
  expect(await silentOne.ended).toContain('did not answer get_status_request within 40 ms');
});

test('error: a proof that takes too long is cancelled, and the prover is free again', async () => {
  const server = await serve();
  const result = 'RESULT_PENDING';
  const prover = dial(server, { get_proof_request: () => proofAnswer({ result }) });
  await connected(server, 1);
  const proving = proveRange(options(server, { ...madeUpRange(1), proofTimeoutMs: 30 }));
  await expect(proving).rejects.toMatchObject({ code: 'PROVER_PROOF_TIMEOUT' });
  expect(prover.asked.at(-1)?.cancel_request).toEqual({ id: 'p' });
  expect(server.provers()).toMatchObject([{ name: 'scripted', busy: null }]);
});

test('behavior: giving up cancels the proof at the prover', async () => {
  const server = await serve();
  const stop = new AbortController();
  const result = 'RESULT_PENDING';
  const prover = dial(server, { get_proof_request: () => proofAnswer({ result }) });
  await connected(server, 1);
  const proving = proveRange(options(server, { ...madeUpRange(1), signal: stop.signal }));
  await waitFor({
    what: 'the proof to be asked for',
    timeoutMs: 20_000,
    check: () => prover.orders().includes('get_proof_request') || undefined,
  });
  expect(server.provers()).toMatchObject([{ busy: 'batch proof of 5' }]);
  stop.abort();
  await expect(proving).rejects.toMatchObject({ code: 'CORE_ABORTED' });
  expect(prover.asked.at(-1)?.cancel_request).toEqual({ id: 'p' });
});

test('error: proofs in another form than L1 takes, or of other batches, are not passed on', async () => {
  const server = await serve();
  const finals = [
    { proof: '0x12' },
    { proof: `0x${'zz'.repeat(768)}` },
    { ...FINAL, public: { ...publics(), new_state_root: Buffer.alloc(32, 9) } },
  ];
  const reasons = ['it has 4 characters', 'it has 1538 characters', 'its state root is 0x0909'];
  for (const [i, final_proof] of finals.entries()) {
    const script = { ...telling(), get_proof_request: () => proofAnswer({ final_proof }) };
    const made = new Map([[`5 ${madeUpRange(1).statement.newAccInputHash} ${aggregator}`, 'x']]);
    const prover = dial(server, script);
    await connected(server, 1);
    const proving = proveRange(options(server, { ...madeUpRange(1), made }));
    await expect(proving).rejects.toThrow(reasons[i]!);
    prover.close();
    await connected(server, 0);
  }
});

const { aggregator } = madeUpRange(1).statement;
function publics() {
  const { statement } = madeUpRange(1);
  const buffer = (hex: string) => Buffer.from(hex.slice(2), 'hex');
  return {
    new_state_root: buffer(statement.newStateRoot),
    new_acc_input_hash: buffer(statement.newAccInputHash),
    new_local_exit_root: buffer(statement.newLocalExitRoot),
    new_batch_num: '5',
  };
}

test('error: a recursive proof of zkevm-prover that is about other inputs is not used', async () => {
  const server = await serve();
  const recursive_proof = JSON.stringify({ publics: Array.from({ length: 44 }, () => '1') });
  dial(server, { get_proof_request: () => proofAnswer({ recursive_proof }) });
  await connected(server, 1);
  await expect(proveRange(options(server, madeUpRange(1)))).rejects.toMatchObject({
    code: 'PROVER_PROOF_CONTENT',
    message: expect.stringContaining(`its stateRoot is 0x${'00000001'.repeat(8)}`),
  });
});

test('behavior: the witness is read when a prover is there for it, and sent', async () => {
  const server = await serve();
  const prover = dial(server, telling());
  await connected(server, 1);
  const readWitness = async (batch: bigint) => `0x0${batch}` as const;
  await proveRange(options(server, { ...madeUpRange(1), readWitness }));
  const sent = prover.asked.find((m) => m.gen_stateless_batch_proof_request);
  expect(sent?.gen_stateless_batch_proof_request?.input?.public_inputs?.witness).toEqual(
    Buffer.from('05', 'hex'),
  );
});

test('error: the port is taken, or the address is none of this machine', async () => {
  const server = await serve();
  const port = Number(server.address.split(':')[1]);
  await expect(testServer({ port })).rejects.toMatchObject({ code: 'CORE_PORT_IN_USE' });
  await expect(testServer({ host: '192.0.2.1' })).rejects.toThrow('EADDRNOTAVAIL');
});
