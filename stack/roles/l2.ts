import { serveProcess } from '#core';
import { type L2NodeOptions, startL2Node } from '../l2/index.ts';
import { loadHooks } from '../session/loadConfigFile.ts';

serveProcess(async ({ configFile, ...config }: L2NodeOptions & { configFile?: string }) => {
  const context = { chainId: BigInt(config.chainId), bridge: config.bridge };
  const hooks = configFile ? await loadHooks({ path: configFile, context }) : [];
  const service = await startL2Node({ ...config, hooks });
  return { service, ready: { rpcUrl: service.rpcUrl, engine: service.chain.engineVersion } };
});
