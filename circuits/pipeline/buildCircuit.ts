// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak256, stringToBytes } from 'viem';
import type { CircuitDefinition, CircuitManifest } from '../types.ts';
import { circuitSourceHash } from './circuitSourceHash.ts';
import { compileCircuit, compilerVersion } from './compileCircuit.ts';
import { devSetup } from './devSetup.ts';
import { publicSignalNames } from './publicSignalNames.ts';
import { readR1cs } from './readR1cs.ts';
import { sha256 } from './sha256.ts';

/** Names of the files in a circuit's folder; the key's says what it is. */
export const FILES = {
  r1cs: 'circuit.r1cs',
  wasm: 'circuit.wasm',
  zkey: 'circuit.DEV.zkey',
  manifest: 'manifest.json',
} as const;

/**
 * Compiles a circuit, makes its DEV key and describes both in `manifest.json`.
 * @param o.dir existing, empty folder that receives the files
 * @throws CircuitCompileError, BadCircuitFileError, SetupError
 */
export async function buildCircuit(o: {
  definition: CircuitDefinition;
  dir: string;
  onProgress: (message: string) => void;
}): Promise<CircuitManifest> {
  const { definition, dir } = o;
  o.onProgress(`compiling ${definition.name}`);
  const { symPath, r1csPath, wasmPath } = await compileCircuit({ ...definition, dir });
  const r1csBytes = await readFile(r1csPath);
  const r1cs = readR1cs(r1csBytes);
  const publicSignals = publicSignalNames({
    sym: await readFile(symPath, 'utf8'),
    publics: r1cs.publics,
  });
  await rm(symPath);
  const key = await devSetup({ r1cs, seed: definition.devSeed, onProgress: o.onProgress });
  await writeFile(join(dir, FILES.zkey), key.zkey);
  const manifest: CircuitManifest = {
    name: definition.name,
    r1csSha256: sha256(r1csBytes),
    wasmSha256: sha256(await readFile(wasmPath)),
    zkeySha256: sha256(key.zkey),
    sourceSha256: circuitSourceHash(definition),
    compiler: compilerVersion,
    flags: [...definition.flags],
    constraints: r1cs.constraints,
    publicSignals,
    setup: 'DEV',
    seed: definition.devSeed,
    setupTranscript: keccak256(stringToBytes(definition.devSeed)),
    keyBytes: key.keyBytes,
    keyHash: keccak256(key.keyBytes),
    vkey: key.vkey,
  };
  await writeFile(join(dir, FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}
