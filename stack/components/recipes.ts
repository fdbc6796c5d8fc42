/** Components that are known to go together, by name. What is given beside a recipe comes first. */
export const RECIPES = {
  /** Everything is ours. */
  embedded: {},
  /** Every part of which a component of the CDK, or a node, takes the place. */
  official: {
    l1: 'geth',
    l2: 'cdk-erigon',
    contracts: 'official',
  },
} as const satisfies Record<string, Record<string, string>>;

export type RecipeName = keyof typeof RECIPES;
