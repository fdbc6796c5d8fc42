import { serveProcess } from '#core';
import { type ProverOptions, startProver } from '../prover/index.ts';

serveProcess(async (config: ProverOptions) => {
  const service = await startProver(config);
  return { service, ready: { url: service.url } };
});
