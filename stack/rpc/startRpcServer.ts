import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  BaseError,
  BodyTooLargeError,
  createLogger,
  type Logger,
  readBody,
  startHttpServer,
  toJson,
} from '#core';
import { RpcError, rpcErrorCode } from './RpcError.ts';

export interface RpcServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  handle: (method: string, params: unknown[]) => Promise<unknown>;
  /** bytes; 5 MiB unless told, as in geth */
  maxBodyBytes?: number;
  /** requests; 1000 unless told, as in geth */
  maxBatch?: number;
  /** Answer of `GET /health`; `{ ok: true }` unless told. */
  health?: () => unknown;
  logger?: Logger;
}

type Server = Required<Omit<RpcServerOptions, 'host' | 'port'>>;
type Id = string | number | null;

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'content-type',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
};

/**
 * Serves JSON-RPC 2.0 over HTTP: single requests, batches (answered in order) and notifications.
 * @throws PortInUseError
 */
export async function startRpcServer(
  o: RpcServerOptions,
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const server: Server = {
    handle: o.handle,
    maxBodyBytes: o.maxBodyBytes ?? 5 * 2 ** 20,
    maxBatch: o.maxBatch ?? 1000,
    health: o.health ?? (() => ({ ok: true })),
    logger: o.logger ?? createLogger('rpc'),
  };
  const { url, port, stop } = await startHttpServer({
    host: o.host,
    port: o.port,
    handler: (request, response) => route({ server, request, response }),
  });
  return { url, port, stop };
}

async function route(o: {
  server: Server;
  request: IncomingMessage;
  response: ServerResponse;
}): Promise<void> {
  const { server, request, response } = o;
  if (request.method === 'OPTIONS') return send(response, 204, undefined);
  if (request.method === 'GET') {
    const known = request.url === '/health' || request.url === '/';
    return send(response, known ? 200 : 404, known ? server.health() : { error: 'not found' });
  }
  if (request.method !== 'POST') return send(response, 405, { error: 'use POST' });
  try {
    const text = await readBody({ request, limit: server.maxBodyBytes });
    const answer = await answerText(server, text);
    send(response, answer === undefined ? 204 : 200, answer);
  } catch (error) {
    if (!(error instanceof BodyTooLargeError)) throw error;
    // The rest of the body is not read, so this connection cannot carry another request.
    response.setHeader('connection', 'close');
    const message = `request body larger than ${server.maxBodyBytes} bytes`;
    send(response, 413, failure(null, { code: rpcErrorCode.invalidRequest, message }));
  }
}

async function answerText(server: Server, text: string): Promise<unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return failure(null, { code: rpcErrorCode.parse, message: 'parse error: not JSON' });
  }
  if (!Array.isArray(body)) return answerOne(server, body);
  if (body.length === 0 || body.length > server.maxBatch) {
    const message = body.length === 0 ? 'empty batch' : `batch larger than ${server.maxBatch}`;
    return failure(null, { code: rpcErrorCode.invalidRequest, message });
  }
  const answers: unknown[] = [];
  for (const one of body) {
    const answer = await answerOne(server, one);
    if (answer !== undefined) answers.push(answer);
  }
  return answers.length ? answers : undefined;
}

async function answerOne(server: Server, request: unknown): Promise<unknown> {
  if (!isRequest(request)) {
    return failure(null, {
      code: rpcErrorCode.invalidRequest,
      message: 'invalid request: want {"jsonrpc":"2.0","id":…,"method":"…","params":[…]}',
    });
  }
  const { id, method, params = [] } = request;
  if (!Array.isArray(params)) {
    return failure(id ?? null, {
      code: rpcErrorCode.invalidParams,
      message: 'params must be an array',
    });
  }
  try {
    const result = await server.handle(method, params);
    return id === undefined ? undefined : { jsonrpc: '2.0', id, result: result ?? null };
  } catch (error) {
    const wire = toWireError(server, method, error);
    return id === undefined ? undefined : failure(id, wire);
  }
}

function isRequest(value: unknown): value is { id?: Id; method: string; params?: unknown } {
  if (typeof value !== 'object' || value === null) return false;
  const { jsonrpc, method, id } = value as Record<string, unknown>;
  const validId = id === undefined || id === null || ['string', 'number'].includes(typeof id);
  return jsonrpc === '2.0' && typeof method === 'string' && validId;
}

interface WireError {
  code: number;
  message: string;
  data?: unknown;
}

function toWireError(server: Server, method: string, error: unknown): WireError {
  if (error instanceof RpcError) {
    const { code, message, data } = error;
    return { code, message, ...(data === undefined ? {} : { data }) };
  }
  if (error instanceof BaseError) {
    const { code, shortMessage, metaMessages } = error;
    const message = [shortMessage, ...metaMessages].join(' ');
    return { code: rpcErrorCode.server, message, data: { code } };
  }
  server.logger.error({ err: error, method }, 'request failed');
  return { code: rpcErrorCode.internal, message: 'internal error' };
}

function failure(id: Id, error: WireError): unknown {
  return { jsonrpc: '2.0', id, error };
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const body = value === undefined ? '' : toJson(value);
  response.writeHead(status, {
    ...CORS,
    ...(body ? { 'content-type': 'application/json' } : {}),
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}
