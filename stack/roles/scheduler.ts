import { serveProcess } from '#core';
import { type SchedulerConfig, startScheduler } from '#market/scheduler';

serveProcess(async (config: SchedulerConfig) => {
  const service = await startScheduler(config);
  return { service, ready: { url: service.url } };
});
