import { serveProcess } from '#core';
import { type ProviderConfig, startProvider } from '#market/provider';

serveProcess(async (config: ProviderConfig) => {
  const service = await startProvider(config);
  return { service, ready: { url: service.url } };
});
