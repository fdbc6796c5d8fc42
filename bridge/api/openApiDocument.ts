import { z } from 'zod';
import type { Route } from './defineRoute.ts';

const errorSchema = z.object({
  error: z.object({
    code: z.string().describe('Stable; programs may match on it.'),
    message: z.string(),
    details: z.array(z.string()).optional().describe('What to do next.'),
  }),
});

/**
 * The OpenAPI document of some routes, made from the schemas that validate their parameters.
 * @see https://spec.openapis.org/oas/v3.1.1.html
 */
export function openApiDocument(routes: readonly Route[]): Record<string, unknown> {
  const failure = {
    description: 'Not found, not ready yet, or a wrong parameter.',
    content: json(errorSchema, 'output'),
  };
  const paths = routes.map((route) => [
    route.path.replace(/:(\w+)/g, '{$1}'),
    {
      get: {
        summary: route.summary,
        tags: [route.dialect],
        parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
        responses: {
          200: { description: 'OK', content: json(route.response, 'input') },
          '4XX': failure,
        },
      },
    },
  ]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'BigFile bridge service',
      version: '1',
      description:
        'Deposits, claims and proofs of the bridge, in the dialects of zkevm-bridge-service and of aggkit.',
    },
    paths: Object.fromEntries(paths),
  };
}

function json(schema: z.ZodType, io: 'input' | 'output') {
  return { 'application/json': { schema: schemaOf(schema, io) } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query') {
  if (!schema) return [];
  return Object.entries(schema.shape).map(([name, part]) => {
    const { description, ...rest } = schemaOf(part as z.ZodType, 'input');
    const required = !(part as z.ZodType).safeParse(undefined).success;
    return { name, in: place, required, ...(description ? { description } : {}), schema: rest };
  });
}
