import { serveProcess } from '#core';
import { type AggregatorOptions, startAggregator } from '../services/startAggregator.ts';

serveProcess(async (config: AggregatorOptions) => {
  const service = await startAggregator(config);
  return { service, ready: { url: service.url } };
});
