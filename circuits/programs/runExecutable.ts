// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Program } from '../types.ts';

const TIMEOUT_MS = 60_000;

/**
 * Runs a program's executable as it is, without a sandbox, with an empty environment.
 * @returns its output, empty where it failed, and why it may differ from what was expected
 */
export async function runExecutable(o: {
  program: Pick<Program, 'executablePath'>;
  input: Uint8Array;
}): Promise<{ output: Uint8Array; why: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'bigfile-program-'));
  const [given, made] = [join(dir, 'input'), join(dir, 'output')];
  try {
    await writeFile(given, o.input);
    const args = [o.program.executablePath, given, made];
    await promisify(execFile)(process.execPath, args, { env: {}, timeout: TIMEOUT_MS });
    return { output: await readFile(made), why: 'another output' };
  } catch (error) {
    return {
      output: new Uint8Array(),
      why: error instanceof Error ? error.message : String(error),
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
