import { serveProcess } from '#core';
import {
  type SequenceSenderOptions,
  startSequenceSender,
} from '../services/startSequenceSender.ts';

serveProcess(async (config: SequenceSenderOptions) => {
  const service = await startSequenceSender(config);
  return { service, ready: { url: service.url } };
});
