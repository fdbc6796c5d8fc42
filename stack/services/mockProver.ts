import type { Prover } from '#circuits';
import { proofCalldata } from './proveBatchRange.ts';
import type { RangeProver } from './RangeProver.ts';

const ZEROS = [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n] as const;

/** MOCK. Proofs of zeros that show nothing, for speed; used only where it is asked for by name. */
export function mockProver(): Prover {
  return {
    async prove() {
      return { proof: ZEROS, signals: [], snarkjsProof: null, ms: 0, witnessMs: 0 };
    },
    verify: async () => true,
    close: async () => undefined,
  };
}

/** MOCK. The same for L2s whose batches nobody of ours can re-execute: it asks for no signatures either. */
export function mockRangeProver(): RangeProver {
  return {
    async prove(_statement, { onState }) {
      onState('proving');
      return { proof: proofCalldata(ZEROS), ms: 0 };
    },
    waiting: () => 0,
    close: async () => undefined,
  };
}
