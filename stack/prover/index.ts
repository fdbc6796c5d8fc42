export * from './errors.ts';
export { type ProverOptions, type ProverService, startProver } from './startProver.ts';
export type { ProverClientStatus } from './startProverClient.ts';
