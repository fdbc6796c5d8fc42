import { type Address, getAddress, type Hex, hexToBigInt, numberToHex } from 'viem';
import { z } from 'zod';
import type { Genesis, GenesisAccount } from '../engine/types.ts';

const hex = z.templateLiteral(['0x', z.string().regex(/^[0-9a-fA-F]*$/)]);
const decimal = z.string().regex(/^[0-9]+$/);

const genesisSchema = z.strictObject({
  timestamp: decimal,
  accounts: z.record(
    hex,
    z.strictObject({
      balance: decimal.optional(),
      nonce: decimal.optional(),
      code: hex.optional(),
      storage: z.record(hex, hex).optional(),
    }),
  ),
});

/** A genesis as JSON: wei and seconds are decimal strings, addresses are sorted. */
export type GenesisJson = z.infer<typeof genesisSchema>;

/** The one JSON form of a genesis: equal genesis states give equal text. */
export function genesisToJson(genesis: Genesis): GenesisJson {
  const entries = Object.entries(genesis.accounts) as [Address, GenesisAccount][];
  const accounts = entries
    .map(([address, account]) => [getAddress(address), accountToJson(account)] as const)
    .sort(([a], [b]) => compare(a.toLowerCase(), b.toLowerCase()));
  return { timestamp: genesis.timestamp.toString(), accounts: Object.fromEntries(accounts) };
}

/**
 * Reads what `genesisToJson` wrote.
 * @throws ZodError when the value is not a genesis
 */
export function genesisFromJson(value: unknown): Genesis {
  const json = genesisSchema.parse(value);
  const accounts = Object.entries(json.accounts).map(([address, account]) => {
    const { balance, nonce, code, storage } = account;
    const parsed: GenesisAccount = {};
    if (balance !== undefined) parsed.balance = BigInt(balance);
    if (nonce !== undefined) parsed.nonce = BigInt(nonce);
    if (code !== undefined) parsed.code = code as Hex;
    if (storage !== undefined) parsed.storage = storage as Record<Hex, Hex>;
    return [getAddress(address), parsed] as const;
  });
  return { timestamp: BigInt(json.timestamp), accounts: Object.fromEntries(accounts) };
}

function accountToJson(account: GenesisAccount): GenesisJson['accounts'][Hex] {
  const storage = Object.entries(account.storage ?? {})
    .map(([slot, value]) => [word(slot as Hex), word(value)] as const)
    .filter(([, value]) => hexToBigInt(value) !== 0n)
    .sort(([a], [b]) => compare(a, b));
  return {
    ...(account.balance ? { balance: account.balance.toString() } : {}),
    ...(account.nonce ? { nonce: account.nonce.toString() } : {}),
    ...(account.code && account.code !== '0x' ? { code: account.code.toLowerCase() as Hex } : {}),
    ...(storage.length ? { storage: Object.fromEntries(storage) } : {}),
  };
}

const word = (value: Hex): Hex => numberToHex(hexToBigInt(value), { size: 32 });
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
