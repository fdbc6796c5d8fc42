import { join } from 'node:path';
import {
  batchCircuitName,
  type CircuitArtifacts,
  type CircuitName,
  ensureCircuit,
} from '#circuits';
import { buildContracts } from './buildContracts.ts';

export interface Artifacts {
  jobCircuit: CircuitArtifacts;
  batchCircuit: CircuitArtifacts;
}

/**
 * Phase 1 of a start: compiled contracts, compiled circuits and their development keys. All of it is
 * cached; only the first start of a checkout, or one after a change, takes time.
 */
export async function ensureArtifacts(o: {
  cacheDir: string;
  /** How many there are to sign batches; 3 unless told. */
  validators?: number;
  onProgress?: (message: string) => void;
}): Promise<Artifacts> {
  const circuit = (name: CircuitName) =>
    ensureCircuit({
      name,
      cacheDir: join(o.cacheDir, 'circuits'),
      onProgress: (message) => o.onProgress?.(message),
    });
  const [, jobCircuit, batchCircuit] = await Promise.all([
    buildContracts(o),
    circuit('mlp-int8'),
    circuit(batchCircuitName(o.validators ?? 3)),
  ]);
  return { jobCircuit, batchCircuit };
}
