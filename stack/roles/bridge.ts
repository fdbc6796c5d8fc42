import { type BridgeServiceOptions, startBridgeService } from '#bridge';
import { serveProcess } from '#core';

serveProcess(async (config: BridgeServiceOptions) => {
  const service = await startBridgeService(config);
  return { service, ready: { url: service.url } };
});
