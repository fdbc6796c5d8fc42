import { environment } from '#core';
import type { StackOptionsInput } from './options.ts';

/** The options that say of which parts a stack is made, and the variables that the commands read too. */
const VARIABLES = {
  recipe: 'BIGFILE_RECIPE',
  in: 'BIGFILE_IN',
  l1: 'BIGFILE_L1',
  l2: 'BIGFILE_L2',
  contracts: 'BIGFILE_CONTRACTS',
  contractsPath: 'BIGFILE_CONTRACTS_PATH',
  bridge: 'BIGFILE_BRIDGE',
  da: 'BIGFILE_DA',
  committee: 'BIGFILE_COMMITTEE',
  settlement: 'BIGFILE_SETTLEMENT',
  prover: 'BIGFILE_BATCH_PROVER',
  validators: 'BIGFILE_VALIDATORS',
  threshold: 'BIGFILE_THRESHOLD',
} as const satisfies Partial<Record<keyof StackOptionsInput, `BIGFILE_${string}`>>;

export type Combination = Pick<StackOptionsInput, keyof typeof VARIABLES>;

/** The parts that the environment asks for; what it does not name is absent. */
export function combinationFromEnvironment(): Combination {
  const found = Object.entries(VARIABLES)
    .map(([option, variable]) => [option, environment(variable)] as const)
    .filter(([, value]) => value !== undefined);
  // Wrong values are for `parseOptions` to refuse.
  return Object.fromEntries(found) as Combination;
}
