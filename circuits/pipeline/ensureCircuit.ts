// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type {
  CircuitArtifacts,
  CircuitDefinition,
  CircuitManifest,
  CircuitName,
} from '../types.ts';
import { buildCircuit, FILES } from './buildCircuit.ts';
import { circuitDefinition } from './circuitDefinitions.ts';
import { circuitSourceHash } from './circuitSourceHash.ts';
import { compilerVersion } from './compileCircuit.ts';
import { sha256 } from './sha256.ts';

/** Raised with every change of the key's derivation or of the folder's layout. */
const PIPELINE_VERSION = '1';

/**
 * Compiles a circuit and makes its DEV key, unless the cache has both. The folder's name is a hash of
 * all that determines the result: sources, compiler, flags, seed, pipeline version. A build happens in
 * a temporary folder and appears by a rename, so processes may race and a kill leaves nothing half
 * done; files that do not match their manifest are built again.
 * @param o.name a shipped circuit, or `o.definition` for any
 * @param o.cacheDir shared folder, made when missing; usually `.bigfile/cache/circuits`
 * @param o.onProgress receives one line for each step of a build, none when the cache answers
 * @throws UnknownCircuitError, CircuitCompileError, BadCircuitFileError, SetupError
 */
export async function ensureCircuit(
  o: ({ name: CircuitName } | { definition: CircuitDefinition }) & {
    cacheDir: string;
    onProgress?: ((message: string) => void) | undefined;
  },
): Promise<CircuitArtifacts> {
  const definition = 'definition' in o ? o.definition : circuitDefinition(o.name);
  const cacheDir = resolve(o.cacheDir);
  const dir = join(cacheDir, `${definition.name}-${cacheKey(definition)}`);
  const cached = await readCached(dir);
  if (cached) return artifacts(dir, cached);

  await mkdir(cacheDir, { recursive: true });
  const temporary = await mkdtemp(join(cacheDir, `.${definition.name}-`));
  try {
    const onProgress = o.onProgress ?? (() => undefined);
    const manifest = await buildCircuit({ definition, dir: temporary, onProgress });
    await publish({ from: temporary, to: dir });
    return artifacts(dir, manifest);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function cacheKey(definition: CircuitDefinition): string {
  const parts = [PIPELINE_VERSION, circuitSourceHash(definition), compilerVersion];
  const hash = sha256(JSON.stringify([...parts, definition.flags, definition.devSeed]));
  return hash.slice(2, 18);
}

async function readCached(dir: string): Promise<CircuitManifest | undefined> {
  const read = (file: string): Promise<Uint8Array | undefined> =>
    readFile(join(dir, file)).catch(() => undefined);
  const text = await read(FILES.manifest);
  if (!text) return undefined;
  const manifest = parseManifest(Buffer.from(text).toString('utf8'));
  const files = [
    [FILES.r1cs, manifest?.r1csSha256],
    [FILES.wasm, manifest?.wasmSha256],
    [FILES.zkey, manifest?.zkeySha256],
  ] as const;
  for (const [file, expected] of files) {
    const bytes = await read(file);
    if (!bytes || sha256(bytes) !== expected) return undefined;
  }
  return manifest;
}

function parseManifest(text: string): CircuitManifest | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Moves a finished build into place. Another process may have been faster; the files are the same. */
async function publish(o: { from: string; to: string }): Promise<void> {
  try {
    await rename(o.from, o.to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error;
    if (await readCached(o.to)) return;
    await rm(o.to, { recursive: true, force: true });
    await publish(o);
  }
}

function artifacts(dir: string, manifest: CircuitManifest): CircuitArtifacts {
  return {
    name: manifest.name,
    dir,
    wasmPath: join(dir, FILES.wasm),
    zkeyPath: join(dir, FILES.zkey),
    r1csPath: join(dir, FILES.r1cs),
    manifest,
  };
}
