import type { ApiRoutes } from '#core';
import type { ApiContext } from './ApiContext.ts';
import { aggkitRoutes } from './aggkitRoutes.ts';
import { apiRoutes } from './defineRoute.ts';
import { openApiDocument } from './openApiDocument.ts';
import { metricsRoute, statusRoutes } from './statusRoutes.ts';
import { traceRoutes } from './traceRoutes.ts';
import { zkevmRoutes } from './zkevmRoutes.ts';

/** Everything that the service answers over HTTP, with its own description at `/openapi.json`. */
export function bridgeApi(o: ApiContext): ApiRoutes {
  const routes = [...zkevmRoutes(o), ...aggkitRoutes(o), ...statusRoutes(o), ...traceRoutes(o)];
  const document = openApiDocument(routes);
  return { ...apiRoutes(routes), ...metricsRoute(o), 'GET /openapi.json': () => document };
}
