import { serveProcess } from '#core';
import { startValidator, type ValidatorOptions } from '../services/startValidator.ts';

serveProcess(async (config: ValidatorOptions) => {
  const service = await startValidator(config);
  return { service, ready: { url: service.url } };
});
