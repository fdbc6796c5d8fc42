import { serveProcess } from '#core';
import { type L2NodeOptions, startL2Node } from '../l2/index.ts';

serveProcess(async (config: L2NodeOptions) => {
  const service = await startL2Node(config);
  return { service, ready: { rpcUrl: service.rpcUrl, engine: service.chain.engineVersion } };
});
