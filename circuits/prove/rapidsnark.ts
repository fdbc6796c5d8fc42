// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SnarkjsProof } from 'snarkjs';
import { searchPath } from '#core';
import { ProverBackendError } from '../errors.ts';
import type { ProverBackend } from './ProverBackend.ts';

const NAME = 'rapidsnark';

/** Path of the first `rapidsnark` on the PATH that may be executed. */
export async function findRapidsnark(): Promise<string | undefined> {
  for (const folder of searchPath()) {
    const path = join(folder, NAME);
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return path;
  }
  return undefined;
}

/**
 * Proves with the rapidsnark command line: `rapidsnark <zkey> <wtns> <proof.json> <public.json>`,
 * which writes both in the JSON of snarkjs.
 */
export function createRapidsnark(o: { binary: string; zkeyPath: string }): ProverBackend {
  return {
    name: NAME,
    async prove({ witness, signal }) {
      const dir = await mkdtemp(join(tmpdir(), 'bigfile-rapidsnark-'));
      const [wtns, proof, signals] = ['witness.wtns', 'proof.json', 'public.json'].map((name) =>
        join(dir, name),
      ) as [string, string, string];
      try {
        // It holds the job's plaintext input.
        await writeFile(wtns, witness, { mode: 0o600 });
        const options = signal ? { signal } : {};
        await promisify(execFile)(o.binary, [o.zkeyPath, wtns, proof, signals], options);
        return {
          proof: (await readJson(proof)) as SnarkjsProof,
          publicSignals: (await readJson(signals)) as string[],
        };
      } catch (cause) {
        const { stderr = '' } = cause as { stderr?: string };
        const details = stderr.trim() || (cause instanceof Error ? cause.message : String(cause));
        throw new ProverBackendError({ backend: NAME, details, cause });
      } finally {
        await rm(dir, { recursive: true, force: true });
      }
    },
  };
}

async function readJson(path: string): Promise<unknown> {
  // Some builds end their files with a NUL.
  return JSON.parse((await readFile(path, 'utf8')).replaceAll('\0', ''));
}
