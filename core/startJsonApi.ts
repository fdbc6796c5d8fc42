import type { IncomingMessage, ServerResponse } from 'node:http';
import { BaseError } from './BaseError.ts';
import { createLogger } from './createLogger.ts';
import { BadJsonError, BadUrlError, RouteNotFoundError } from './errors.ts';
import { TextResponse } from './prometheusText.ts';
import { readBody } from './readBody.ts';
import { startHttpServer } from './startHttpServer.ts';
import { toJson } from './toJson.ts';

export interface ApiRequest {
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
}
export type ApiHandler = (request: ApiRequest) => unknown | Promise<unknown>;
export type ApiRoutes = Record<`GET ${string}` | `POST ${string}`, ApiHandler>;

export interface JsonApiOptions {
  host: string;
  port: number;
  routes: ApiRoutes;
  /** 1 MiB unless told. */
  maxBodyBytes?: number;
}

interface Route {
  method: string;
  pattern: URLPattern;
  handler: ApiHandler;
}

/**
 * Serves JSON over HTTP, and text where a handler returns a `TextResponse`. A `BaseError` becomes its `httpStatus` with `{error: {code, message}}`;
 * anything else is logged and answered with 500. `GET /health` is always there.
 * @throws PortInUseError
 */
export async function startJsonApi(
  o: JsonApiOptions,
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const routes: Route[] = Object.entries({ 'GET /health': () => ({ ok: true }), ...o.routes }).map(
    ([key, handler]) => {
      const [method = 'GET', pathname = '/'] = key.split(' ');
      return { method, pattern: new URLPattern({ pathname }), handler };
    },
  );
  const { url, port, stop } = await startHttpServer({
    host: o.host,
    port: o.port,
    handler: (request, response) =>
      answer({ request, response, routes, limit: o.maxBodyBytes ?? 1 << 20 }),
  });
  return { url, port, stop };
}

async function answer(o: {
  request: IncomingMessage;
  response: ServerResponse;
  routes: readonly Route[];
  limit: number;
}): Promise<void> {
  try {
    send(o.response, 200, await dispatch(o));
  } catch (error) {
    if (error instanceof BaseError) {
      send(o.response, error.httpStatus, {
        error: { code: error.code, message: error.shortMessage, details: error.metaMessages },
      });
      return;
    }
    createLogger('api').error({ err: error }, 'request failed');
    send(o.response, 500, { error: { code: 'INTERNAL', message: String(error) } });
  }
}

async function dispatch(o: {
  request: IncomingMessage;
  routes: readonly Route[];
  limit: number;
}): Promise<unknown> {
  const method = o.request.method ?? 'GET';
  const url = urlOf(o.request.url ?? '/');
  for (const route of o.routes) {
    const match = route.method === method && route.pattern.exec({ pathname: url.pathname });
    if (!match) continue;
    const body = method === 'POST' ? parse(await readBody(o)) : undefined;
    const params = match.pathname.groups as Record<string, string>;
    return route.handler({ params, query: url.searchParams, body });
  }
  throw new RouteNotFoundError({
    method,
    path: url.pathname,
    routes: o.routes.map((r) => `${r.method} ${r.pattern.pathname}`),
  });
}

/** @throws BadUrlError for a request line that no browser would send */
function urlOf(target: string): URL {
  // As text behind a host: a path that begins with two slashes names no other host.
  const url = URL.parse(`http://localhost${target.startsWith('/') ? '' : '/'}${target}`);
  if (!url) throw new BadUrlError({ target });
  return url;
}

function parse(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new BadJsonError({ cause });
  }
}

function send(response: ServerResponse, status: number, value: unknown): void {
  const isText = value instanceof TextResponse;
  response.writeHead(status, {
    'content-type': isText ? value.contentType : 'application/json',
    'access-control-allow-origin': '*',
  });
  response.end(isText ? value.text : toJson(value ?? null));
}
