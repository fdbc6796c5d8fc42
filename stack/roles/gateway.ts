import type { Address } from 'viem';
import { serveProcess } from '#core';
import { startUpstreamGateway, type UpstreamGatewayOptions } from '../l2/startUpstreamGateway.ts';
import { loadHooks } from '../session/loadConfigFile.ts';

type GatewayConfig = Omit<UpstreamGatewayOptions, 'hooks'> & {
  configFile?: string;
  chainId: bigint;
  bridge: Address;
};

serveProcess(async ({ configFile, chainId, bridge, ...config }: GatewayConfig) => {
  const context = { chainId, bridge };
  const hooks = configFile ? await loadHooks({ path: configFile, context }) : [];
  const service = await startUpstreamGateway({ ...config, hooks });
  return { service, ready: { rpcUrl: service.rpcUrl } };
});
