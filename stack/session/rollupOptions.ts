import { z } from 'zod';

const MOST_ROLLUPS = 4;

/** Coin of a rollup after the first: a token of its own on L1, or ether. */
const gasToken = z.enum(['own', 'ether']);

const rollup = z.strictObject({
  gasToken: gasToken.optional(),
  chainId: z.coerce.number().int().positive().max(0xffff_ffff).optional(),
  /** JSON-RPC; 0 takes any free port. */
  port: z.coerce.number().int().min(0).max(65_535).optional(),
});

/** How many rollups there are, or what those after the first are like. */
export const rollupsSchema = z.union([
  z.array(rollup).max(MOST_ROLLUPS - 1),
  z.coerce.number().int().min(1).max(MOST_ROLLUPS),
]);

/** Coins of the rollups after the first, in their order: a list, or words with commas. */
export const gasTokensSchema = z.union([
  z.array(gasToken),
  z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(gasToken)),
]);

/** A rollup after the first, whose coin is BIG. */
export interface RollupOptions {
  rollupId: number;
  gasToken: 'own' | 'ether';
  chainId: number;
  port: number;
}

/**
 * The rollups after the first. What is not said follows from the first: chain ids and ports count up.
 * @returns undefined when there are more coins than rollups
 */
export function rollupsOf(o: {
  rollups: z.output<typeof rollupsSchema>;
  gasTokens: z.output<typeof gasTokensSchema>;
  l2ChainId: number;
  l2Port: number;
}): RollupOptions[] | undefined {
  const given = Array.isArray(o.rollups)
    ? o.rollups
    : Array.from({ length: o.rollups - 1 }, (): z.output<typeof rollup> => ({}));
  if (o.gasTokens.length > given.length) return undefined;
  return given.map((rollup, i) => ({
    rollupId: i + 2,
    gasToken: rollup.gasToken ?? o.gasTokens[i] ?? 'own',
    chainId: rollup.chainId ?? o.l2ChainId + i + 1,
    port: rollup.port ?? (o.l2Port === 0 ? 0 : o.l2Port + i + 1),
  }));
}
