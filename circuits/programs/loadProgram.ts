// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ProgramFolderError } from '../errors.ts';
import { ceremonyArtifacts } from '../pipeline/ceremonyArtifacts.ts';
import { circuitDefinition } from '../pipeline/circuitDefinitions.ts';
import { ensureCircuit } from '../pipeline/ensureCircuit.ts';
import type { CircuitArtifacts, ProgramPackage } from '../types.ts';
import { loadProgramFolder } from './loadProgramFolder.ts';
import { programs } from './programs.ts';

/**
 * A shipped program by its name, or any other by its folder.
 * @throws ProgramFolderError
 */
export async function loadProgram(nameOrFolder: string): Promise<ProgramPackage> {
  const program = Object.hasOwn(programs, nameOrFolder) ? programs[nameOrFolder] : undefined;
  if (program) return { program, circuit: circuitDefinition(program.name) };
  const folder = resolve(nameOrFolder);
  if (existsSync(join(folder, 'program.json'))) return loadProgramFolder(folder);
  throw new ProgramFolderError({
    folder: nameOrFolder,
    details: `it has no program.json, and is none of the shipped programs ${Object.keys(programs).join(', ')}`,
  });
}

/**
 * The built circuit of a program with the key that its proofs are made with: that of its ceremony
 * where there is one, the DEV key otherwise.
 * @throws CircuitCompileError, ProgramFolderError for a circuit with other signals than a job's
 * @throws CeremonyError, KeyOfAnotherCircuitError, BadVerificationKeyError
 */
export async function programArtifacts(o: {
  from: ProgramPackage;
  cacheDir: string;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<CircuitArtifacts> {
  const { circuit, keyDir } = o.from;
  const artifacts = await ensureCircuit({ ...o, definition: circuit });
  const signals = artifacts.manifest.publicSignals.join(', ');
  if (signals !== JOB_SIGNALS) {
    throw new ProgramFolderError({
      folder: circuit.folder ?? circuit.name,
      details: `the public signals are ${signals}, not ${JOB_SIGNALS}, in this order`,
    });
  }
  if (keyDir === undefined || !existsSync(keyDir)) return artifacts;
  return ceremonyArtifacts({ artifacts, dir: keyDir });
}

const JOB_SIGNALS = 'outputCommitment, evaluation, inputCommitment, ctx';
