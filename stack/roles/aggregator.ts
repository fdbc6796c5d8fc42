import { serveProcess } from '#core';
import { type AggregatorOptions, startAggregator } from '../services/index.ts';

serveProcess(async (config: AggregatorOptions) => {
  const service = await startAggregator(config);
  return { service, ready: { url: service.url } };
});
