import { isExternal } from '../components/engines.ts';
import type { StackOptions } from './options.ts';

const PARTS = [
  ...([
    'in',
    'l1',
    'l2',
    'contracts',
    'bridge',
    'da',
    'committee',
    'settlement',
    'prover',
  ] as const),
  ...(['proverWitness', 'proverVerifier'] as const),
] as const satisfies readonly (keyof StackOptions)[];

/** The parts of which a stack is made, by the names of the options that choose them. */
export type CombinationNames = Record<(typeof PARTS)[number], string>;

/** What was chosen, with the defaults; the URL of a node stays private. */
export function combinationOf(options: StackOptions): CombinationNames {
  const chosen = PARTS.map((part) => [part, options[part]]);
  const l1 = isExternal(options.l1) ? 'a URL' : options.l1;
  return { ...(Object.fromEntries(chosen) as CombinationNames), l1 };
}
