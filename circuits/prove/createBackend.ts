// SPDX-License-Identifier: GPL-3.0-or-later
import { environment, searchPath } from '#core';
import { ProverBackendMissingError } from '../errors.ts';
import type { ProverBackendName } from '../types.ts';
import type { ProverBackend } from './ProverBackend.ts';
import { createRapidsnark, findRapidsnark } from './rapidsnark.ts';
import { createSnarkjs } from './snarkjs.ts';

/**
 * The backend for a key: rapidsnark where its binary is on the PATH, snarkjs otherwise.
 * `BIGFILE_PROVER` (`snarkjs` or `rapidsnark`) decides too; an argument decides before it.
 * @throws ProverBackendMissingError for rapidsnark where it is not there
 */
export async function createBackend(o: {
  zkeyPath: string;
  name?: ProverBackendName | undefined;
}): Promise<ProverBackend> {
  const wanted = o.name ?? environment('BIGFILE_PROVER');
  const binary = wanted === 'snarkjs' ? undefined : await findRapidsnark();
  if (binary) return createRapidsnark({ ...o, binary });
  if (wanted === 'rapidsnark') {
    const looked = searchPath().join(', ');
    throw new ProverBackendMissingError({ backend: 'rapidsnark', looked });
  }
  return createSnarkjs(o);
}
