import { createPublicClient, createWalletClient, defineChain, http } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { DeployerClient } from '#contracts';
import type { Account } from '../artifacts/accounts.ts';

/** Milliseconds; nodes of a stack share a machine, and one that is slow has not failed. */
const TIMEOUT_MS = 60_000;
const transport = () => http(undefined, { timeout: TIMEOUT_MS });

export const ETHER: Coin = { name: 'Ether', symbol: 'ETH', decimals: 18 };
const BIG: Coin = { name: 'BigFile', symbol: 'BIG', decimals: 18 };

/** A chain's own coin; all have 18 decimals. */
export interface Coin {
  name: string;
  symbol: string;
  decimals: number;
}

/**
 * viem's description of the L1 or of an L2.
 * @param o.coin of a rollup that is not the first
 */
export function chainOf(o: {
  layer: 'l1' | 'l2';
  id: number;
  rpcUrl: string;
  name?: string;
  coin?: Coin;
}) {
  return defineChain({
    id: o.id,
    name: o.name ?? (o.layer === 'l1' ? 'BigFile dev L1' : 'BigFile Chain'),
    nativeCurrency: o.coin ?? (o.layer === 'l1' ? ETHER : BIG),
    rpcUrls: { default: { http: [o.rpcUrl] } },
  });
}

export type StackChain = ReturnType<typeof chainOf>;

/** Polls often: blocks come every second or faster. */
export function publicClientOf(chain: StackChain) {
  return createPublicClient({
    ...{ chain, transport: transport() },
    pollingInterval: 100,
    cacheTime: 0,
  });
}

export function walletClientOf(o: { chain: StackChain; account: Account }): DeployerClient {
  return createWalletClient({
    chain: o.chain,
    account: privateKeyToAccount(o.account.key),
    transport: transport(),
  });
}
