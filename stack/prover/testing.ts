import { type ClientDuplexStream, credentials, makeClientConstructor } from '@grpc/grpc-js';
import { type Hex, zeroAddress } from 'viem';
import { createLogger, waitFor } from '#core';
import { statementOf } from '../services/testing.ts';
import type { BatchInputs } from './batchInputs.ts';
import { ProofOrderError } from './errors.ts';
import type { ProofWork } from './ProofWork.ts';
import {
  type AggregatorMessage,
  type Answers,
  aggregatorService,
  type FinalProofMessage,
  type OrderName,
  type ProverMessage,
} from './protocol.ts';
import { startProverServer } from './startProverServer.ts';

export const silent = createLogger('test');
silent.level = 'silent';
export const FORK_ID = 12n;

export const testServer = (o: Partial<Parameters<typeof startProverServer>[0]> = {}) =>
  startProverServer({
    ...{ host: '127.0.0.1', port: 0, logger: silent, pollMs: 5 },
    forkId: async () => FORK_ID,
    ...o,
  });

type Reply = Partial<Answers> & { id?: string };
/** Answers by order. `undefined` says nothing; what is not here is answered as an idle prover would. */
export type Script = Partial<
  Record<OrderName, (message: AggregatorMessage, stream: Stream) => Reply | undefined>
>;
type Stream = ClientDuplexStream<ProverMessage, AggregatorMessage>;
const Client = makeClientConstructor(aggregatorService, 'AggregatorService');

/** A prover that says what a test wants, over a real connection. */
export function scriptedProver(address: string, script: Script = {}, name = 'scripted') {
  const client = new Client(address, credentials.createInsecure());
  const stream = (client as unknown as { Channel(): Stream })['Channel']();
  const asked: AggregatorMessage[] = [];
  const ended = new Promise<string>((resolve) => {
    stream.on('error', (error) => resolve(error.message));
    stream.on('end', () => resolve('ended'));
  });
  stream.on('data', (message: AggregatorMessage) => {
    asked.push(message);
    const order = message.request!;
    const { id = message.id, ...answer } =
      (script[order] ? script[order](message, stream) : usual(name)[order]) ?? {};
    if (Object.keys(answer).length > 0) stream.write({ id, ...answer } as ProverMessage);
  });
  const orders = () => asked.map((m) => m.request!).filter((name) => name !== 'get_status_request');
  const close = () => {
    stream.cancel();
    client.close();
  };
  return { stream, asked, orders, ended, close };
}

export const FINAL: FinalProofMessage = { proof: `0x${'ab'.repeat(768)}` };
const ok = { id: 'p', result: 'RESULT_OK' } as const;

function usual(prover_name: string): Record<OrderName, Reply> {
  return {
    get_status_request: { get_status_response: statusAnswer({ prover_name }) },
    gen_batch_proof_request: { gen_batch_proof_response: ok },
    gen_stateless_batch_proof_request: { gen_batch_proof_response: ok },
    gen_aggregated_proof_request: { gen_aggregated_proof_response: ok },
    gen_final_proof_request: { gen_final_proof_response: ok },
    cancel_request: { cancel_response: { result: 'RESULT_OK' } },
    get_proof_request: proofAnswer({ recursive_proof: '1' }),
  };
}

export function statusAnswer(o: Partial<Answers['get_status_response']> = {}) {
  const status = { status: 'STATUS_IDLE', prover_id: 'i', fork_id: String(FORK_ID), ...o };
  return status as Answers['get_status_response'];
}

export function proofAnswer(o: Partial<Answers['get_proof_response']>): Reply {
  const done = { id: 'p', result: 'RESULT_COMPLETED_OK', result_string: '' } as const;
  return { get_proof_response: { ...done, ...o } };
}

/** Waits until as many provers as that are known. */
export const connected = (server: { provers(): readonly unknown[] }, count: number) =>
  waitFor({
    what: `${count} provers`,
    timeoutMs: 20_000,
    intervalMs: 5,
    check: () => server.provers().length === count || undefined,
  });

/** A statement over batches that do not exist, and inputs that lead to it. */
export function madeUpRange(count: number) {
  const base = statementOf({ from: 4, to: 4 + count });
  const hashes = Array.from({ length: count + 1 }, (_, i): Hex => `0x${String(i).repeat(64)}`);
  const statement = { ...base, oldAccInputHash: hashes[0]!, newAccInputHash: hashes[count]! };
  const inputs = Array.from({ length: count }, (_, i): BatchInputs => {
    const [oldAccInputHash, newAccInputHash] = [hashes[i]!, hashes[i + 1]!];
    return {
      ...{ batch: BigInt(5 + i), oldAccInputHash, newAccInputHash },
      ...{ chainId: base.chainId, forkId: base.forkId, batchL2Data: '0x0b' },
      ...{ l1InfoRoot: hashes[0]!, timestampLimit: 7n, coinbase: zeroAddress },
      ...{ forcedBlockHash: hashes[0]!, leaves: [] },
    };
  });
  return { statement, inputs };
}

/** Work whose final proof waits until it is let go. */
export function heldWork() {
  let held = Promise.withResolvers<FinalProofMessage>();
  const cancelled: string[] = [];
  const work: ProofWork = {
    forkId: async () => FORK_ID,
    batch: (inputs) => {
      if (inputs.chain_id !== '7') return `batch ${BigInt(inputs.old_batch_num) + 1n}`;
      throw new ProofOrderError({ what: 'batch proof', reason: 'it is of chain 7' });
    },
    aggregate: (first, second) => `${first} + ${second}`,
    async final({ recursiveProof, signal }) {
      held = Promise.withResolvers();
      signal.addEventListener('abort', () => {
        cancelled.push(recursiveProof);
        held.reject(new Error('cancelled'));
      });
      return held.promise;
    },
    close: async () => undefined,
  };
  return {
    work,
    cancelled,
    letGo: (final: FinalProofMessage = FINAL) => held.resolve(final),
    fail: (error: Error) => held.reject(error),
  };
}
