import { serveProcess } from '#core';
import { type BridgeServiceOptions, startBridgeService } from '../service/startBridgeService.ts';

// A service in a process of its own, for tests that kill it.
serveProcess(async (config: BridgeServiceOptions) => {
  const service = await startBridgeService(config);
  return { service, ready: { url: service.url } };
});
