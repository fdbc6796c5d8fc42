import { type Account, accountAt } from './accounts.ts';

const ROLES = ['sequencer', 'sequenceSender', 'aggregator', 'claimer'] as const;

/** The accounts that only one rollup needs; the others are those of the stack. */
export type RollupAccounts = Readonly<Record<(typeof ROLES)[number], Account>>;

/** Keys of a rollup after the first: `m/44'/60'/<rollup id>'/0/i`. */
export function rollupAccounts(o: { mnemonic: string; rollupId: number }): RollupAccounts {
  return Object.fromEntries(
    ROLES.map((role, addressIndex) => [
      role,
      accountAt({ mnemonic: o.mnemonic, accountIndex: o.rollupId, addressIndex }),
    ]),
  ) as RollupAccounts;
}
