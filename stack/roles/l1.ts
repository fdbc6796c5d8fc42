import { serveProcess } from '#core';
import { type L1Options, startL1 } from '../l1/startL1.ts';

serveProcess(async (config: L1Options) => {
  const service = await startL1(config);
  return { service, ready: { rpcUrl: service.rpcUrl, engine: service.chain.engineVersion } };
});
