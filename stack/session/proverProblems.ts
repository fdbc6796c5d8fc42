import { type L2EngineName, l2Engines } from '../components/engines.ts';

/** L1s of developers: what proves nothing is refused on any other. */
export const DEV_L1S: readonly number[] = [1337, 31_337];

export interface ProverOptions {
  prover: 'groth16' | 'mock' | 'official';
  proverWitness: 'required' | 'none';
  proverVerifier: 'groth16' | 'accept-all';
  l1ChainId: number;
  l2: L2EngineName;
  settlement: 'embedded' | 'cdk-node';
  in: 'processes' | 'containers';
  moreRollups: readonly unknown[];
}

/** What is wrong with the options of the prover; undefined when nothing is. */
export function proverProblems(o: ProverOptions): string | undefined {
  const { capabilities } = l2Engines[o.l2];
  const acceptsAll = o.proverVerifier === 'accept-all';
  if (o.prover !== 'mock' && !acceptsAll && !capabilities.includes('validatorProofs')) {
    return `l2 "${o.l2}" needs prover "mock", or "official" with proverVerifier "accept-all": no validator of ours can re-execute its batches, so there is no proof that L1 could check.`;
  }
  if (o.prover !== 'official') {
    return acceptsAll ? 'proverVerifier: accept-all works with prover: official only.' : undefined;
  }
  if (acceptsAll && !DEV_L1S.includes(o.l1ChainId)) {
    return `proverVerifier: accept-all is for development L1s (${DEV_L1S.join(', ')}) only.`;
  }
  if (o.moreRollups.length > 0) return 'More rollups than one need prover: groth16.';
  if (o.in === 'containers') return 'prover: official works with roles in processes only.';
  // A cdk-node asks for witnesses whether it is told to or not.
  if (o.settlement === 'cdk-node') return undefined;
  if (o.proverWitness === 'required' && !capabilities.includes('batchWitness')) {
    return `l2 "${o.l2}" makes no witnesses (no batchWitness). For a prover that needs none: proverWitness: none.`;
  }
  return undefined;
}
