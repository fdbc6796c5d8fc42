import type { Address } from 'viem';
import type { TestToken } from './readHoldings.ts';

/** What each account should have of each token on each network. */
export function createLedger() {
  const balances = new Map<string, bigint>();
  const nameOf = (network: number, token: TestToken, account: Address) =>
    `${token.name} of ${account.toLowerCase()} on ${network}`;
  const held = (network: number, token: TestToken, account: Address) =>
    balances.get(nameOf(network, token, account)) ?? 0n;
  const add = (network: number, token: TestToken, account: Address, amount: bigint) => {
    balances.set(nameOf(network, token, account), held(network, token, account) + amount);
  };
  return { nameOf, held, add };
}
