import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLargeError, createLogger, type Logger, readBody, startHttpServer } from '#core';
import { acceptWebSockets } from './acceptWebSockets.ts';
import {
  createResponder,
  failure,
  type Responder,
  type RpcHandle,
  stringify,
} from './createResponder.ts';
import type { Subscriptions } from './createSubscriptions.ts';
import { rpcErrorCode } from './RpcError.ts';

export interface RpcServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  handle: RpcHandle;
  /** bytes; 5 MiB unless told, as in geth */
  maxBodyBytes?: number;
  /** requests; 1000 unless told, as in geth */
  maxBatch?: number;
  /** Answer of `GET /health`; `{ ok: true }` unless told. Status 503 when its `ok` is false. */
  health?: () => { ok: boolean };
  /** Answer of `GET /ready`; that of `/health` unless told. */
  ready?: () => { ok: boolean };
  /** Answer of `GET /metrics`, in the Prometheus text format; absent: 404. */
  metrics?: () => string;
  /** Where `eth_subscribe` gets its news from; absent: it is not served. */
  subscriptions?: Subscriptions;
  logger?: Logger;
}

interface Server {
  responder: Responder;
  maxBodyBytes: number;
  pages: Record<string, () => Page>;
}

interface Page {
  status: number;
  type: string;
  body: string;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-max-age': '86400',
};
const JSON_TYPE = 'application/json';

/**
 * Serves JSON-RPC 2.0 over HTTP and, on the same port, WebSocket: single requests, batches
 * (answered in order), notifications, and subscriptions over WebSocket.
 * @throws PortInUseError
 */
export async function startRpcServer(
  o: RpcServerOptions,
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const logger = o.logger ?? createLogger('rpc');
  const maxBodyBytes = o.maxBodyBytes ?? 5 * 2 ** 20;
  const responder = createResponder({ handle: o.handle, maxBatch: o.maxBatch ?? 1000, logger });
  const server: Server = { responder, maxBodyBytes, pages: pagesOf(o) };
  const http = await startHttpServer({
    host: o.host,
    port: o.port,
    handler: (request, response) => route({ server, request, response }),
  });
  const sockets = acceptWebSockets({
    server: http.server,
    responder,
    handle: o.handle,
    maxBytes: maxBodyBytes,
    ...(o.subscriptions ? { subscriptions: o.subscriptions } : {}),
  });
  return {
    url: http.url,
    port: http.port,
    async stop() {
      sockets.stop();
      await http.stop();
    },
  };
}

function pagesOf(o: RpcServerOptions): Record<string, () => Page> {
  const health = o.health ?? (() => ({ ok: true }));
  const status = (read: () => { ok: boolean }) => (): Page => {
    const value = read();
    return { status: value.ok ? 200 : 503, type: JSON_TYPE, body: stringify(value) };
  };
  const { metrics } = o;
  return {
    '/': status(health),
    '/health': status(health),
    '/ready': status(o.ready ?? health),
    ...(metrics
      ? { '/metrics': () => ({ status: 200, type: 'text/plain; version=0.0.4', body: metrics() }) }
      : {}),
  };
}

async function route(o: {
  server: Server;
  request: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { server, request, response } = o;
  if (request.method === 'OPTIONS') return send(response, { status: 204, type: '', body: '' });
  if (request.method === 'GET') {
    const page = server.pages[request.url?.split('?')[0] ?? '/'];
    return send(response, page ? page() : problem(404, 'not found'));
  }
  if (request.method !== 'POST') return send(response, problem(405, 'use POST'));
  try {
    const text = await readBody({ request, limit: server.maxBodyBytes });
    const body = await server.responder.answer(text);
    send(response, { status: body === undefined ? 204 : 200, type: JSON_TYPE, body: body ?? '' });
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    // The rest of the body is not read, so this connection cannot carry another request.
    response.setHeader('connection', 'close');
    const message = `request body larger than ${server.maxBodyBytes} bytes`;
    const body = stringify(failure(null, { code: rpcErrorCode.invalidRequest, message }));
    send(response, { status: 413, type: JSON_TYPE, body });
  }
}

function problem(status: number, error: string): Page {
  return { status, type: JSON_TYPE, body: stringify({ error }) };
}

function send(response: ServerResponse, page: Page): void {
  response.writeHead(page.status, {
    ...CORS,
    ...(page.body ? { 'content-type': page.type } : {}),
    'content-length': Buffer.byteLength(page.body),
  });
  response.end(page.body);
}
