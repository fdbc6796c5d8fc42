// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ProgramFolderError } from '../errors.ts';
import type { CircuitDefinition, Program, ProgramPackage } from '../types.ts';
import { defineProgram } from './defineProgram.ts';

/** Folder below a program's that holds the key of its ceremony. */
const KEY_DIR = 'key';
const MAX_BYTES = 1 << 16;

const file = z.string().regex(/^[\w-][\w./-]*$/, 'a path below the folder');
const schema = z.strictObject({
  $schema: z.string().optional(),
  name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'lower case letters, digits and hyphens'),
  version: z.string().min(1),
  /** Bytes. */
  inputLength: z.number().int().positive().max(MAX_BYTES),
  outputLength: z.number().int().positive().max(MAX_BYTES),
  /** What the bytes mean; part of the program's id. */
  ioSchema: z.strictObject({ input: z.unknown(), output: z.unknown() }),
  /** File with the main component. */
  circuit: file,
  /** Of the compiler. O2 can lose contradictory rows; it is for circuits whose O0 it was compared with. */
  flags: z.array(z.enum(['--O0', '--O1', '--O2'])).default(['--O1']),
  /** Module that exports `run(input: Uint8Array): Uint8Array`. */
  reference: file,
  /** What a provider runs, the first file being the executable. */
  executable: z.array(file).min(1),
});

/**
 * Loads a program from a folder with a `program.json`. Its reference is imported into this process:
 * load folders of people whose code you would run.
 * @throws ProgramFolderError
 */
export async function loadProgramFolder(path: string): Promise<ProgramPackage> {
  const folder = resolve(path);
  const described = describe(folder);
  const circuit: CircuitDefinition = {
    folder,
    name: described.name,
    main: described.circuit,
    flags: described.flags,
    devSeed: `bigfile/dev/${described.name}/${described.version}`,
  };
  const run = await loadReference({ folder, file: described.reference });
  const program: Program = defineProgram({
    ...described,
    circuit,
    base: `${pathToFileURL(folder).href}/`,
    files: described.executable as [string, ...string[]],
    run: (input) => checkedOutput({ folder, output: run(input), expected: described.outputLength }),
  });
  return { program, circuit, keyDir: join(folder, KEY_DIR) };
}

function describe(folder: string): z.output<typeof schema> {
  const path = join(folder, 'program.json');
  const fail = (details: string, cause?: unknown): never => {
    throw new ProgramFolderError({ folder, details, cause });
  };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    fail(`${path} cannot be read as JSON`, cause);
  }
  const parsed = schema.safeParse(json);
  if (!parsed.success) return fail(`program.json: ${z.prettifyError(parsed.error)}`);
  const { circuit, reference, executable } = parsed.data;
  for (const name of [circuit, reference, ...executable]) {
    if (!existsSync(join(folder, name))) fail(`${name} is not there`);
  }
  return parsed.data;
}

async function loadReference(o: {
  folder: string;
  file: string;
}): Promise<(input: Uint8Array) => unknown> {
  const { href } = pathToFileURL(join(o.folder, o.file));
  const module = await import(href).catch((cause: unknown) => {
    throw new ProgramFolderError({ folder: o.folder, details: `${o.file} does not load`, cause });
  });
  if (typeof module.run === 'function') return module.run;
  throw new ProgramFolderError({ folder: o.folder, details: `${o.file} exports no function run` });
}

function checkedOutput(o: { folder: string; output: unknown; expected: number }): Uint8Array {
  const { output, expected } = o;
  if (output instanceof Uint8Array && output.length === expected) return output;
  const have = output instanceof Uint8Array ? `${output.length} bytes` : typeof output;
  const details = `the reference gave ${have}, not a Uint8Array of ${expected} bytes`;
  throw new ProgramFolderError({ folder: o.folder, details });
}
