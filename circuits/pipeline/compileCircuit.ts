// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { promisify, stripVTControlCharacters } from 'node:util';
import { CircuitCompileError } from '../errors.ts';
import { type CircuitSource, circuitSources, mainPath } from './circuitSources.ts';

const require = createRequire(import.meta.url);

/** Package and version of the compiler; part of every cache key and manifest. */
export const compilerVersion: string = `circom2@${require('circom2/package.json').version}`;

/** Paths of what the compiler wrote. */
export interface CompiledFiles {
  r1csPath: string;
  wasmPath: string;
  symPath: string;
}

/**
 * Compiles a circom file in a process of its own. The compiler sees only what lies below its working
 * folder, so the sources are copied there; the paths it sees, and with them its output, are the same
 * on every machine.
 * @param o.dir folder that receives `circuit.r1cs`, `circuit.wasm` and `circuit.sym`
 * @throws CircuitCompileError, BadCircuitFileError
 */
export async function compileCircuit(
  o: CircuitSource & { flags: readonly string[]; dir: string },
): Promise<CompiledFiles> {
  const staging = join(o.dir, 'sources');
  for (const [path, text] of circuitSources(o)) {
    const file = join(staging, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await runCompiler({ ...o, staging });
  const stem = basename(o.main, '.circom');
  const files = {
    r1csPath: join(o.dir, 'circuit.r1cs'),
    wasmPath: join(o.dir, 'circuit.wasm'),
    symPath: join(o.dir, 'circuit.sym'),
  };
  await rename(join(staging, `${stem}.r1cs`), files.r1csPath);
  await rename(join(staging, `${stem}_js`, `${stem}.wasm`), files.wasmPath);
  await rename(join(staging, `${stem}.sym`), files.symPath);
  await rm(staging, { recursive: true });
  return files;
}

async function runCompiler(
  o: CircuitSource & { flags: readonly string[]; staging: string },
): Promise<void> {
  const args = [mainPath(o), ...o.flags, '--r1cs', '--wasm', '--sym', '-l', '.', '-o', '.'];
  const compiler = require.resolve('circom2/cli.js');
  const run = promisify(execFile)(process.execPath, [compiler, ...args], { cwd: o.staging });
  const result = await run.catch((cause: Error & { stdout?: string; stderr?: string }) => ({
    ...cause,
    cause,
  }));
  const output = stripVTControlCharacters(`${result.stdout}${result.stderr}`);
  if ('cause' in result || !output.includes('Everything went okay')) {
    const cause = 'cause' in result ? result.cause : undefined;
    throw new CircuitCompileError({ name: o.main, details: output, cause });
  }
}
