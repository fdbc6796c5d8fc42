// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from 'node:fs/promises';
import { circuitDefinition } from '../pipeline/circuitDefinitions.ts';
import { ensureCircuit } from '../pipeline/ensureCircuit.ts';
import { type R1cs, readR1cs } from '../pipeline/readR1cs.ts';
import { createWitnessGenerator, type WitnessGenerator } from '../prove/createWitnessGenerator.ts';
import type { CircuitArtifacts } from '../types.ts';

/** The cache that the stack uses too. */
export const CACHE_DIR = '.bigfile/cache/circuits';

/** A shipped circuit with its constraint system and witness generator. */
export async function shipped(name: string): Promise<{
  artifacts: CircuitArtifacts;
  r1cs: R1cs;
  generator: WitnessGenerator;
}> {
  const artifacts = await ensureCircuit({
    definition: circuitDefinition(name),
    cacheDir: CACHE_DIR,
  });
  return {
    artifacts,
    r1cs: readR1cs(await readFile(artifacts.r1csPath)),
    generator: await createWitnessGenerator(artifacts),
  };
}
