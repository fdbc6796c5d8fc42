import type { BridgeStore } from '../store/openStore.ts';
import type { InfoLeaf } from '../types.ts';

/** Guesses from what was seen lately; `null` where nothing was. All in seconds from now. */
export interface Estimator {
  /** Until a rollup's next proof, `proofs` of them. */
  untilVerified(o: { rollupId: number; proofs: number }): number | null;
  /** Until a leaf that is on the L1 arrives on a rollup; without a leaf, from its making on. */
  untilImported(o: { network: number; leaf?: InfoLeaf | undefined }): number | null;
}

/** How many of the newest events count. */
const SEEN = 20;

export function createEstimator(store: BridgeStore): Estimator {
  const now = () => Date.now() / 1000;
  return {
    untilVerified({ rollupId, proofs }) {
      const times = store.exitRoots.verificationTimes({ rollupId, limit: SEEN });
      const gap = median(times.slice(1).map((time, i) => (times[i] as number) - time));
      if (gap === undefined) return null;
      return Math.max(1, Math.round(gap * proofs - (now() - (times[0] as number))));
    },
    untilImported({ network, leaf }) {
      if (network === 0) return 0;
      const delay = median(store.imports.delays({ network, limit: SEEN }));
      if (delay === undefined) return null;
      return Math.max(1, Math.round(leaf ? delay - (now() - leaf.time) : delay));
    },
  };
}

function median(values: number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
