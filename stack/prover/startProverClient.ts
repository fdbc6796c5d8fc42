import { randomUUID } from 'node:crypto';
import { cpus, freemem, totalmem } from 'node:os';
import { type ClientDuplexStream, credentials, makeClientConstructor } from '@grpc/grpc-js';
import { type Logger, loop, type Service } from '#core';
import { answerOrder, type ProverFacts } from './answerOrder.ts';
import { AggregatorGoneError } from './errors.ts';
import { ProofJobs } from './ProofJobs.ts';
import type { ProofWork } from './ProofWork.ts';
import {
  type AggregatorMessage,
  aggregatorService,
  channelOptions,
  type ProverMessage,
} from './protocol.ts';

export interface ProverClientOptions {
  /** `host:port` of the aggregator, plaintext. */
  aggregator: string;
  /** How the prover calls itself; survives its restarts. */
  name: string;
  work: ProofWork;
  /** Milliseconds until a connection that ended is made anew; 1,000 unless told. */
  retryMs?: number;
  logger: Logger;
}

export interface ProverClientStatus {
  aggregator: string;
  /** Seconds since 1970; null while it is not connected. */
  connectedAt: number | null;
  computing: boolean;
  /** Orders answered since the start, status questions left out. */
  orders: number;
}

export interface ProverClient extends Service {
  /** Of this start. */
  id: string;
  status(): ProverClientStatus;
}

/** The name that the only message for versions has in the protocol. */
const PROTO_VERSION = 'v0_0_1';
const Client = makeClientConstructor(aggregatorService, 'AggregatorService');
type Stream = ClientDuplexStream<ProverMessage, AggregatorMessage>;

/**
 * The prover's side of `aggregator.v1`: dials the aggregator, answers what it asks, and dials again when the
 * connection ends. What was ordered over a connection is cancelled with it, since nobody can ask for it.
 */
export function startProverClient(o: ProverClientOptions): ProverClient {
  const id = randomUUID();
  const { logger, work } = o;
  const client = new Client(o.aggregator, credentials.createInsecure(), channelOptions);
  let connectedAt: number | null = null;
  let orders = 0;
  let jobs = new ProofJobs({ logger });

  const connect = async (signal: AbortSignal): Promise<void> => {
    const forkId = await work.forkId();
    const stream = (client as unknown as { Channel(): Stream })['Channel']();
    const ended = Promise.withResolvers<string>();
    const stop = () => stream.cancel();
    signal.addEventListener('abort', stop, { once: true });
    stream.on('error', (error) => ended.resolve(error.message));
    stream.on('end', () => ended.resolve('it ended the connection'));
    stream.on('data', (message: AggregatorMessage) => {
      if (connectedAt === null)
        logger.info({ aggregator: o.aggregator }, 'asked by the aggregator');
      connectedAt ??= Math.floor(Date.now() / 1000);
      if (message.request !== 'get_status_request') orders += 1;
      const facts = factsOf({ ...o, id, forkId });
      const answer = answerOrder({ message, jobs, work, facts });
      // An unknown order gets an empty answer: without any, the aggregator would wait for ever.
      stream.write({ id: message.id, ...answer } as ProverMessage);
    });
    const reason = await ended.promise;
    signal.removeEventListener('abort', stop);
    connectedAt = null;
    const abandoned = jobs;
    jobs = new ProofJobs({ logger });
    await abandoned.clear();
    if (!signal.aborted) throw new AggregatorGoneError({ aggregator: o.aggregator, reason });
  };

  const job = loop({ name: 'prover', intervalMs: o.retryMs ?? 1_000, run: connect, logger });
  return {
    name: 'prover',
    id,
    status: () => {
      const computing = jobs.status().status === 'STATUS_COMPUTING';
      return { aggregator: o.aggregator, connectedAt, computing, orders };
    },
    async stop() {
      await job.stop();
      client.close();
      await work.close();
    },
  };
}

function factsOf(o: { name: string; id: string; forkId: bigint }): ProverFacts {
  return {
    version_proto: PROTO_VERSION,
    version_server: 'bigfile-devkit',
    prover_name: o.name,
    prover_id: o.id,
    number_of_cores: String(cpus().length),
    total_memory: String(totalmem()),
    free_memory: String(freemem()),
    fork_id: String(o.forkId),
  };
}
