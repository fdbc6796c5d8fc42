import { type Address, createWalletClient, type Hash, http, publicActions } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { waitFor } from '#core';
import { bridgeAbi } from '../abi.ts';
import { type BridgeAssetParameters, bridgeAsset } from '../actions/bridgeAsset.ts';
import { depositsOf } from '../actions/depositsOf.ts';
import type { TestChain } from './openTestChain.ts';

/** A wallet on a test chain that looks often. */
export function walletOn(chain: TestChain, account: PrivateKeyAccount) {
  return createWalletClient({
    account,
    transport: http(chain.url),
    cacheTime: 0,
    pollingInterval: 10,
  }).extend(publicActions);
}

/** Sends an asset and returns the deposit's number. */
export async function sendAsset(
  chain: TestChain,
  account: PrivateKeyAccount,
  o: BridgeAssetParameters,
): Promise<number> {
  const wallet = walletOn(chain, account);
  const receipt = await wallet.waitForTransactionReceipt({ hash: await bridgeAsset(wallet, o) });
  return depositsOf({ receipt, bridge: o.bridge })[0]!.depositCount;
}

/** A GET to a bridge service: status and body. */
export async function ask(url: string): Promise<{
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the tests say what they expect of it
  body: any;
}> {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

/** Waits until the service has seen a deposit's claim. */
export function claimOf(o: { url: string; network: number; depositCount: number }): Promise<Hash> {
  return waitFor({
    what: `the claim of deposit ${o.depositCount} of network ${o.network}`,
    timeoutMs: 60_000,
    check: async () => {
      const path = `/bridge?net_id=${o.network}&deposit_cnt=${o.depositCount}`;
      return ((await ask(`${o.url}${path}`)).body.deposit?.claim_tx_hash as Hash) || undefined;
    },
  });
}

/** Every claim on a chain, from its events. */
export function claimEvents(chain: TestChain, bridge: Address) {
  return chain.client.getContractEvents({
    address: bridge,
    abi: bridgeAbi,
    eventName: 'ClaimEvent',
    fromBlock: 0n,
    strict: true,
  });
}
