// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { compileCircuit } from '../pipeline/compileCircuit.ts';
import { type R1cs, readR1cs } from '../pipeline/readR1cs.ts';
import { createWitnessGenerator, type WitnessGenerator } from '../prove/createWitnessGenerator.ts';

/** A circuit compiled without a key, with its names. */
export interface TestCircuit {
  r1cs: R1cs;
  r1csBytes: Uint8Array;
  generator: WitnessGenerator;
  /** Wire of each label (`main.` left out); -1 when the optimiser dropped it. */
  wires: Map<string, number>;
}

/**
 * Compiles a circuit into a temporary folder.
 * @param o.main path below `circuits/`
 */
export async function compileForTest(o: {
  main: string;
  flags: readonly string[];
}): Promise<TestCircuit> {
  await mkdir('.bigfile/cache', { recursive: true });
  const dir = await mkdtemp(join('.bigfile/cache', '.compile-'));
  try {
    const files = await compileCircuit({ ...o, dir });
    const r1csBytes = await readFile(files.r1csPath);
    return {
      r1cs: readR1cs(r1csBytes),
      r1csBytes,
      generator: await createWitnessGenerator({ name: o.main, wasmPath: files.wasmPath }),
      wires: readSymbols(await readFile(files.symPath, 'utf8')),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

function readSymbols(sym: string): Map<string, number> {
  const wires = new Map<string, number>();
  for (const line of sym.split('\n')) {
    const [, wire, , name] = line.split(',');
    if (name) wires.set(name.replace(/^main\./, ''), Number(wire));
  }
  return wires;
}
