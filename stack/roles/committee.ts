import { serveProcess } from '#core';
import { type CommitteeNodeOptions, startCommitteeNode } from '../da/index.ts';

serveProcess(async (config: CommitteeNodeOptions) => {
  const service = await startCommitteeNode(config);
  return { service, ready: { url: service.url, address: service.address } };
});
