import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  type Client,
  ContractFunctionRevertedError,
  createWalletClient,
  type Hex,
  http,
  type PublicActions,
  publicActions,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type Transport,
  BaseError as ViemError,
  type WalletActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type Logger, waitFor } from '#core';
import { TransactionFailedError } from './errors.ts';

export interface L1Call {
  /** What the transaction is for, as in "to approve POL". */
  what: string;
  address: Address;
  abi: Abi | readonly unknown[];
  functionName: string;
  args: readonly unknown[];
}

/** Longest wait for a receipt, milliseconds. */
const RECEIPT_TIMEOUT_MS = 120_000;
const POLL_MS = 100;

type L1Client = Client<
  Transport,
  Chain | undefined,
  Account,
  undefined,
  PublicActions & WalletActions<Chain | undefined, Account>
>;

/**
 * Sends the transactions of one account, one at a time. After a crash the last one may still be
 * waiting: `settle` lets it finish, so that the state read afterwards is the last word.
 */
export class L1Sender {
  readonly client: L1Client;
  readonly #logger: Logger;

  constructor(o: { rpcUrl: string; key: Hex; logger: Logger }) {
    this.client = createWalletClient({
      account: privateKeyToAccount(o.key),
      transport: http(o.rpcUrl, { batch: true }),
      cacheTime: 0,
    }).extend(publicActions) as L1Client;
    this.#logger = o.logger;
  }

  get address(): Address {
    return this.client.account.address;
  }

  /** Waits until no transaction of the account is waiting. */
  async settle(o: { signal?: AbortSignal } = {}): Promise<void> {
    const { address } = this;
    await waitFor({
      what: `the transactions of ${address} to be mined`,
      timeoutMs: RECEIPT_TIMEOUT_MS,
      intervalMs: POLL_MS,
      ...(o.signal ? { signal: o.signal } : {}),
      check: async () => {
        const [mined, all] = await Promise.all([
          this.client.getTransactionCount({ address, blockTag: 'latest' }),
          this.client.getTransactionCount({ address, blockTag: 'pending' }),
        ]);
        return mined === all ? true : undefined;
      },
    });
  }

  /**
   * Simulates, sends, and waits until it is mined.
   * @throws TransactionFailedError with the contract's reason
   */
  async send(call: L1Call): Promise<TransactionReceipt> {
    const { what, ...contract } = call;
    const hash = await this.#submit(what, contract as Omit<L1Call, 'what'> & { abi: Abi });
    const receipt = await waitFor({
      what: `the receipt of the transaction to ${what}`,
      timeoutMs: RECEIPT_TIMEOUT_MS,
      intervalMs: POLL_MS,
      check: () => this.#receipt(hash),
    });
    if (receipt.status !== 'success') {
      throw new TransactionFailedError({ what, hash, reason: 'it reverted' });
    }
    const { gasUsed, blockNumber } = receipt;
    this.#logger.info({ hash, gasUsed: String(gasUsed), block: String(blockNumber) }, what);
    return receipt;
  }

  async #submit(what: string, contract: Omit<L1Call, 'what'> & { abi: Abi }): Promise<Hex> {
    try {
      const account = this.client.account;
      await this.client.simulateContract({ ...contract, account });
      return await this.client.writeContract({ ...contract, account, chain: null });
    } catch (cause) {
      throw new TransactionFailedError({ what, cause, reason: reasonOf(cause) });
    }
  }

  async #receipt(hash: Hex): Promise<TransactionReceipt | undefined> {
    try {
      return await this.client.getTransactionReceipt({ hash });
    } catch (error) {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    }
  }
}

/** The contract's error by name where there is one, else the node's sentence. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ViemError)) return String(error);
  const reverted = error.walk((e) => e instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return error.shortMessage;
  return reverted.data?.errorName ?? reverted.reason ?? reverted.signature ?? 'it reverts';
}
