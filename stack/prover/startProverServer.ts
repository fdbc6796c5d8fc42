import { isIPv6 } from 'node:net';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { BaseError, type Logger, PortInUseError, type Service, waitFor } from '#core';
import type { ConnectedProver } from '../services/RangeProver.ts';
import { ProverForkError, ProverUnavailableError } from './errors.ts';
import { ProverConnection } from './ProverConnection.ts';
import {
  type AggregatorMessage,
  aggregatorService,
  channelOptions,
  type ProverMessage,
} from './protocol.ts';

export interface ProverServerOptions {
  host: string;
  /** 50081 is the CDK's; 0 takes any free port. */
  port: number;
  /** Fork id of the rollup; provers of another one are turned away. */
  forkId: () => Promise<bigint>;
  /** Longest time for one answer, milliseconds; 30,000 unless told. */
  answerTimeoutMs?: number;
  /** Longest time until a prover is idle, milliseconds; 60,000 unless told. */
  idleTimeoutMs?: number;
  /** Milliseconds between two questions for a state; 1,000 unless told. */
  pollMs?: number;
  logger: Logger;
}

/** A prover that works for one caller until it is released. */
export interface ProverLease {
  prover: ProverConnection;
  release(): void;
}

export interface ProverServer extends Service {
  /** `host:port`, which provers dial. */
  address: string;
  provers(): ConnectedProver[];
  /**
   * Waits for a prover that says it is idle, and keeps it for the caller.
   * @param o.what what it is wanted for, as in "batch proof of 7"
   * @throws ProverUnavailableError, AbortedError
   */
  lease(o: { what: string; signal: AbortSignal }): Promise<ProverLease>;
}

/**
 * The aggregator's side of `aggregator.v1`, which provers dial in plaintext: takes connections, asks each
 * who it is, and lends them out one piece of work at a time.
 * @throws PortInUseError
 */
export async function startProverServer(o: ProverServerOptions): Promise<ProverServer> {
  const connections = new Set<ProverConnection>();
  const server = new Server(channelOptions);
  server.addService(aggregatorService, {
    Channel: (stream: ServerDuplexStream<ProverMessage, AggregatorMessage>) => {
      const timeoutMs = o.answerTimeoutMs ?? 30_000;
      const onEnd = (ended: ProverConnection) => void connections.delete(ended);
      const connection = new ProverConnection({ stream, timeoutMs, onEnd });
      void greet({ ...o, connection, connections });
    },
  });
  const port = await listen(server, o);
  const address = `${isIPv6(o.host) ? `[${o.host}]` : o.host}:${port}`;
  return {
    name: 'prover-server',
    address,
    provers: () => [...connections].map(describe),
    lease: (wanted) => lease({ ...o, ...wanted, address, connections }),
    async stop() {
      for (const connection of connections) connection.close();
      server.forceShutdown();
    },
  };
}

/** Until a prover has said who it is, it is known to nobody and gets no work. */
async function greet(
  o: ProverServerOptions & { connection: ProverConnection; connections: Set<ProverConnection> },
): Promise<void> {
  const { connection, logger } = o;
  try {
    const status = await connection.call('get_status_request', {});
    connection.name = status.prover_name || connection.address;
    connection.id = status.prover_id;
    connection.version = status.version_server;
    const wanted = await o.forkId();
    const { name: prover } = connection;
    const { fork_id: forkId } = status;
    if (BigInt(forkId) !== wanted) throw new ProverForkError({ prover, forkId, wanted });
    if (connection.ended) return;
    o.connections.add(connection);
    const { id, version, address } = connection;
    logger.info({ prover, id, version, address }, 'a prover is connected');
  } catch (error) {
    logger.warn({ err: error, address: connection.address }, 'a prover was turned away');
    connection.close(error instanceof BaseError ? error : undefined);
  }
}

async function lease(
  o: ProverServerOptions & {
    what: string;
    signal: AbortSignal;
    address: string;
    connections: Set<ProverConnection>;
  },
): Promise<ProverLease> {
  const { what, address, connections, signal } = o;
  const timeoutMs = o.idleTimeoutMs ?? 60_000;
  const prover = await waitFor({
    what: `a prover for the ${what}`,
    ...{ timeoutMs, intervalMs: o.pollMs ?? 1_000, signal },
    check: () => firstIdle(connections, what),
  }).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new ProverUnavailableError({ what, address, connected: connections.size, cause });
  });
  return {
    prover,
    release() {
      prover.busy = null;
    },
  };
}

/** Takes it in the same turn in which it is found free: callers may ask at the same time. */
async function firstIdle(
  connections: ReadonlySet<ProverConnection>,
  what: string,
): Promise<ProverConnection | undefined> {
  for (const connection of connections) {
    if (connection.busy !== null) continue;
    connection.busy = what;
    const status = await connection.call('get_status_request', {}).catch(() => undefined);
    if (status?.status === 'STATUS_IDLE') return connection;
    connection.busy = null;
  }
  return undefined;
}

function describe(prover: ProverConnection): ConnectedProver {
  const { name, id, version, address, busy, connectedAt } = prover;
  return { name, id, version, address, busy, connectedAt };
}

function listen(server: Server, { host, port }: ProverServerOptions): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  server.bindAsync(target, ServerCredentials.createInsecure(), (cause, bound) => {
    if (!cause) resolve(bound);
    else
      reject(/EADDRINUSE/.test(cause.message) ? new PortInUseError({ host, port, cause }) : cause);
  });
  return promise;
}
