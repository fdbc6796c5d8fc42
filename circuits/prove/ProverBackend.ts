// SPDX-License-Identifier: GPL-3.0-or-later
import type { SnarkjsProof } from 'snarkjs';
import type { ProverBackendName } from '../types.ts';

/** Turns witnesses of one circuit into proofs. */
export interface ProverBackend {
  name: ProverBackendName;
  /** @param o.witness content of a `wtns` file */
  prove(o: {
    witness: Uint8Array;
    signal?: AbortSignal | undefined;
  }): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>;
}
