// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from 'node:fs/promises';
import type { ProverBackend } from './ProverBackend.ts';

/** Proves in this process with the shared curve engine; the key is loaded once. */
export async function createSnarkjs(o: { zkeyPath: string }): Promise<ProverBackend> {
  const zkey = { type: 'mem', data: await readFile(o.zkeyPath) } as const;
  // Loaded on demand: most users of this module only hash and sign.
  const { groth16 } = await import('snarkjs');
  return {
    name: 'snarkjs',
    prove: ({ witness }) => groth16.prove(zkey, { type: 'mem', data: witness }),
  };
}
