import type { z } from 'zod';
import type { ApiHandler, ApiRequest, ApiRoutes } from '#core';
import { InvalidParameterError } from '../errors.ts';

/** Part of the API that a route belongs to. */
export type Dialect = 'zkevm-bridge-service' | 'aggkit' | 'service';

/** A GET route: what it takes and answers, from which it is validated and documented. */
export interface RouteSpec<
  P extends z.ZodObject = z.ZodObject,
  Q extends z.ZodObject = z.ZodObject,
  R extends z.ZodType = z.ZodType,
> {
  dialect: Dialect;
  /** `:name` stands for a part of the path. */
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  response: R;
  handle(o: { params: z.output<P>; query: z.output<Q> }): z.input<R> | Promise<z.input<R>>;
}

export interface Route extends Pick<RouteSpec, 'dialect' | 'path' | 'summary' | 'response'> {
  params: z.ZodObject | undefined;
  query: z.ZodObject | undefined;
  handler: ApiHandler;
}

export function defineRoute<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(
  spec: RouteSpec<P, Q, R>,
): Route {
  const { dialect, path, summary, response, params, query, handle } = spec;
  return {
    ...{ dialect, path, summary, response, params, query },
    handler: (request) =>
      handle({
        params: parse(params, request.params) as z.output<P>,
        query: parse(query, queryOf(request)) as z.output<Q>,
      }),
  };
}

export function apiRoutes(routes: readonly Route[]): ApiRoutes {
  return Object.fromEntries(routes.map(({ path, handler }) => [`GET ${path}`, handler]));
}

/** A parameter given more than once is a list, which only those that are lists accept. */
function queryOf({ query }: ApiRequest): Record<string, string> {
  return Object.fromEntries([...query.keys()].map((key) => [key, query.getAll(key).join()]));
}

/** @throws InvalidParameterError for the first one that is wrong */
function parse(schema: z.ZodObject | undefined, given: Record<string, string>): unknown {
  if (!schema) return {};
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0]);
  const value = Object.hasOwn(given, name) ? (given[name] ?? null) : null;
  throw new InvalidParameterError({ name, value, expected: issue?.message ?? 'something else' });
}
