import { serveProcess } from '#core';
import { type BenchGatewayOptions, startBenchGateway } from './startBenchGateway.ts';

serveProcess(async (config: BenchGatewayOptions) => {
  const service = await startBenchGateway(config);
  return { service, ready: { rpcUrl: service.rpcUrl } };
});
