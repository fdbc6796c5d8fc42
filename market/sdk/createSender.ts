import type { Address, Hex, PublicClient, TransactionReceipt, WalletClient } from 'viem';
import { waitFor } from '#core';
import { AccountMissingError, TransactionRevertedError } from './errors.ts';
import { toMarketError } from './toMarketError.ts';

export interface Call {
  /** What the call does, as the end of "An account is needed to …". */
  what: string;
  to: Address;
  data: Hex;
  /** Wei of BIG sent along. */
  value?: bigint;
}

/** Sends the calls of one account, each to its receipt. */
export interface Sender {
  /** @throws AccountMissingError */
  address(what: string): Address;
  /**
   * Simulates, sends and waits for the receipt.
   * @throws MarketRevertError before anything is sent, where the simulation reverts
   * @throws TransactionRevertedError where the block's order made the difference
   */
  send(call: Call): Promise<TransactionReceipt>;
}

export interface SenderOptions {
  publicClient: PublicClient;
  walletClient?: WalletClient | undefined;
  /** Wei of BIG per gas; the node's suggestion unless told. */
  gasPriceWei?: bigint | undefined;
  /** Milliseconds a transaction may take to be mined; 60,000 unless told. */
  receiptTimeoutMs?: number | undefined;
  /** Ends the waiting for receipts; what was sent stays sent. */
  signal?: AbortSignal | undefined;
}

/**
 * One sender per account and process: nonces are taken from the node's pending count, one
 * transaction at a time.
 */
export function createSender(o: SenderOptions): Sender {
  let last: Promise<unknown> = Promise.resolve();

  const accountFor = (what: string) => {
    if (!o.walletClient?.account) throw new AccountMissingError({ what });
    return { walletClient: o.walletClient, account: o.walletClient.account };
  };

  async function submit(call: Call): Promise<Hex> {
    const { walletClient, account } = accountFor(call.what);
    const { address } = account;
    const { to, data, value = 0n } = call;
    const gas = await o.publicClient.estimateGas({ account: address, to, data, value });
    const gasPrice = o.gasPriceWei ?? (await o.publicClient.getGasPrice());
    const inTurn = last.then(async () => {
      const nonce = await o.publicClient.getTransactionCount({ address, blockTag: 'pending' });
      // A third more gas: state may change between estimate and block.
      const limits = { gas: (gas * 4n) / 3n, gasPrice, type: 'legacy' } as const;
      return walletClient.sendTransaction({
        account,
        chain: null,
        to,
        data,
        value,
        nonce,
        ...limits,
      });
    });
    last = inTurn.catch(() => undefined);
    return inTurn;
  }

  async function explainRevert(call: Call, receipt: TransactionReceipt): Promise<never> {
    const { to, data, value = 0n } = call;
    const again = { account: receipt.from, to, data, value, blockNumber: receipt.blockNumber };
    const cause = await o.publicClient.call(again).then(() => undefined, toMarketError);
    throw new TransactionRevertedError({ what: call.what, hash: receipt.transactionHash, cause });
  }

  return {
    address: (what) => accountFor(what).account.address,
    async send(call) {
      const hash = await submit(call).catch((error: unknown) => {
        throw toMarketError(error);
      });
      const receipt = await waitFor({
        what: `the receipt of ${hash}`,
        timeoutMs: o.receiptTimeoutMs ?? 60_000,
        ...(o.signal ? { signal: o.signal } : {}),
        check: () => o.publicClient.getTransactionReceipt({ hash }),
      });
      return receipt.status === 'success' ? receipt : explainRevert(call, receipt);
    },
  };
}
