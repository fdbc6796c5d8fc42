import { type Address, type Hex, keccak256, toHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';

/** The mnemonic that every Ethereum dev tool uses; worthless outside a dev chain. */
export const DEV_MNEMONIC = 'test test test test test test test test test test test junk';

export interface Account {
  address: Address;
  key: Hex;
}

/** Roles in the order of their keys; a new one goes to the end, or every address moves. */
const ROLES = [
  'deployer',
  'admin',
  'sequencer',
  'sequenceSender',
  'aggregator',
  'claimer',
  'scheduler',
  'provider1',
  'provider2',
  'provider3',
  'validator1',
  'validator2',
  'validator3',
  'committee',
  'validator4',
  'validator5',
  'validator6',
  'validator7',
  'validator8',
] as const;
export type RoleName = (typeof ROLES)[number];

export interface Accounts {
  /** `m/44'/60'/0'/0/0` to `9`: what wallets and test suites expect to be funded. */
  users: readonly Account[];
  /** `m/44'/60'/1'/0/i`: a path of their own, so that no user's key is a privileged one. */
  roles: Readonly<Record<RoleName, Account>>;
}

/** The account at `m/44'/60'/<accountIndex>'/0/<addressIndex>`. */
export function accountAt(o: {
  mnemonic: string;
  accountIndex: number;
  addressIndex: number;
}): Account {
  const { mnemonic, ...path } = o;
  const account = mnemonicToAccount(mnemonic, path);
  return { address: account.address, key: toHex(account.getHdKey().privateKey as Uint8Array) };
}

/** Derives all keys of a stack. */
export function deriveAccounts(mnemonic: string): Accounts {
  const at = (accountIndex: number, addressIndex: number): Account =>
    accountAt({ mnemonic, accountIndex, addressIndex });
  return {
    users: Array.from({ length: 10 }, (_, i) => at(0, i)),
    roles: Object.fromEntries(ROLES.map((role, i) => [role, at(1, i)])) as Record<
      RoleName,
      Account
    >,
  };
}

/** Seed of a validator's BabyJub key, bound to its Ethereum key by a hash. */
export function validatorSeed(key: Hex): Hex {
  return keccak256(`${toHex('BIGFILE/VALIDATOR/1')}${key.slice(2)}`);
}
