import { capabilitiesOf } from '../components/capabilitiesOf.ts';
import { l2Engines } from '../components/engines.ts';
import type { ProverOptions } from './proverProblems.ts';
import { DEV_L1S, proverProblems } from './proverProblems.ts';

type Combination = ProverOptions &
  Parameters<typeof capabilitiesOf>[0] & {
    committee: 'embedded' | 'official';
    validators: number;
    threshold: number;
  };

/** Those of whose circuit `npm run images` puts the key into the images. */
const IMAGE_VALIDATORS = 3;

/** Why parts do not go together; undefined when they do. */
export function combinationProblems(o: Combination): string | undefined {
  const l2 = l2Engines[o.l2].capabilities;
  if (o.bridge === 'official' && !l2.includes('freeGas')) {
    return `bridge "official" needs an L2 with free gas, as its claimer has no BIG at first; l2 "${o.l2}" has none.`;
  }
  if (o.settlement === 'cdk-node' && l2Engines[o.l2].rules !== 'zk') {
    return `settlement "cdk-node" needs an L2 in zk mode, of whose batches there are witnesses; l2 "${o.l2}" is none.`;
  }
  if (o.settlement === 'cdk-node' && !DEV_L1S.includes(o.l1ChainId)) {
    return `settlement "cdk-node" has a verifier that takes everything, for development L1s (${DEV_L1S.join(', ')}) only.`;
  }
  if (o.settlement === 'cdk-node' && o.prover === 'groth16') {
    return `settlement "cdk-node" proves with the CDK's prover in mock mode, prover "mock", or with those that dial it, prover "official".`;
  }
  if (o.committee === 'official' && o.da !== 'validium') {
    return 'committee "official" is the member of a validium: it needs da "validium".';
  }
  if (o.committee === 'official' && o.in === 'containers') {
    return 'committee "official" works with in "processes" only: L1 has one URL of it, for readers on this host.';
  }
  if (o.moreRollups.length > 0 && !capabilitiesOf(o).includes('moreRollups')) {
    return 'More rollups than one need da "rollup", bridge and settlement "embedded", and an L2 whose batches validators prove.';
  }
  if (o.threshold > o.validators) {
    return `threshold ${o.threshold} is more than there are validators: ${o.validators}.`;
  }
  if (o.validators !== IMAGE_VALIDATORS && o.in === 'containers') {
    return `The images hold the batch circuit of ${IMAGE_VALIDATORS} validators only: ${o.validators} of them need in "processes".`;
  }
  return proverProblems(o);
}
