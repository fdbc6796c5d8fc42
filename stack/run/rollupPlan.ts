import { type RollupAccounts, rollupAccounts } from '../artifacts/rollupAccounts.ts';
import type { RollupOptions } from '../session/rollupOptions.ts';
import { type Coin, ETHER } from './clients.ts';

/** A rollup after the first, as the manifest decides it: same genesis, same validators, other keys. */
export interface RollupPlan extends RollupOptions {
  /** Before the names of its processes and of their state. */
  prefix: string;
  /** Name on L1 and in its own files. */
  name: string;
  coin: Coin;
  accounts: RollupAccounts;
}

/** Plans of the rollups after the first. */
export function rollupPlans(o: {
  mnemonic: string;
  moreRollups: readonly RollupOptions[];
}): RollupPlan[] {
  return o.moreRollups.map((rollup) => {
    const { rollupId } = rollup;
    return {
      ...rollup,
      prefix: `rollup${rollupId}-`,
      name: `BigFile Chain ${rollupId}`,
      coin:
        rollup.gasToken === 'ether'
          ? ETHER
          : { name: `Coin of rollup ${rollupId}`, symbol: `COIN${rollupId}`, decimals: 18 },
      accounts: rollupAccounts({ mnemonic: o.mnemonic, rollupId }),
    };
  });
}
