import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PortInUseError } from './errors.ts';

/** Connections that may wait to be accepted; Node's 511 are fewer than a thousand clients at once. */
const BACKLOG = 4_096;

export interface HttpServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  handler: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
}

export interface StartedHttpServer {
  url: string;
  port: number;
  server: Server;
  stop(): Promise<void>;
}

/**
 * Milliseconds that an idle connection is kept. Clients keep theirs for less: where the server closes
 * first, a request may be on its way, and is lost.
 */
const KEEP_ALIVE_MS = 120_000;

/**
 * Listens, and tells where.
 * @throws PortInUseError
 */
export async function startHttpServer(o: HttpServerOptions): Promise<StartedHttpServer> {
  const server = createServer((request, response) => {
    Promise.resolve(o.handler(request, response)).catch(() => response.destroy());
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(inUse ? new PortInUseError({ host: o.host, port: o.port, cause: error }) : error);
    });
    server.listen(o.port, o.host, BACKLOG, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${o.host}:${port}`,
    port,
    server,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
