import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  type Client,
  ContractFunctionRevertedError,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type PublicActions,
  publicActions,
  RpcRequestError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type Transport,
  BaseError as ViemError,
  type WalletActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deathPoint, type Logger, waitFor } from '#core';
import { GasLimitError, NonceLostError, TransactionFailedError } from './errors.ts';
import { type Fees, higherOf, pickFees, raised } from './fees.ts';

export interface L1Call {
  /** What the transaction is for, as in "to approve POL". */
  what: string;
  address: Address;
  abi: Abi | readonly unknown[];
  functionName: string;
  args: readonly unknown[];
  /** Most gas that it may need; no bound unless told. */
  maxGas?: bigint;
}

export interface L1SenderOptions {
  rpcUrl: string;
  key: Hex;
  logger: Logger;
  /** Milliseconds without a receipt after which the fees are raised; 30,000 unless told. */
  bumpAfterMs?: number;
  /** How often, at most; 20 unless told. */
  maxBumps?: number;
}

/** What a sender has done since its start. */
export interface L1SenderStatus {
  address: Address;
  sent: number;
  /** Transactions sent again with higher fees. */
  bumps: number;
  /** The one that is out. */
  waiting: { what: string; nonce: number; hash: Hex; maxFeePerGas: bigint } | null;
  /** What the L1 answered last when it could not be asked; null while it can. */
  trouble: string | null;
}

const POLL_MS = 100;
/** The state may change before the transaction runs. */
const GAS_MARGIN_PERCENT = 20n;

type L1Client = Client<
  Transport,
  Chain | undefined,
  Account,
  undefined,
  PublicActions & WalletActions<Chain | undefined, Account>
>;

/**
 * Sends the transactions of one account, one at a time, each with the next nonce that L1 has not
 * mined. So a transaction that is stuck, of this run or of one that was killed, is replaced and
 * never doubled: of all that carry one nonce, L1 takes one.
 */
export class L1Sender {
  readonly client: L1Client;
  readonly #o: Required<Omit<L1SenderOptions, 'rpcUrl' | 'key'>>;
  readonly #status: L1SenderStatus;

  constructor(o: L1SenderOptions) {
    this.client = createWalletClient({
      account: privateKeyToAccount(o.key),
      transport: http(o.rpcUrl, { batch: true }),
      cacheTime: 0,
    }).extend(publicActions) as L1Client;
    this.#o = {
      logger: o.logger,
      bumpAfterMs: o.bumpAfterMs ?? 30_000,
      maxBumps: o.maxBumps ?? 20,
    };
    this.#status = { address: this.address, sent: 0, bumps: 0, waiting: null, trouble: null };
  }

  get address(): Address {
    return this.client.account.address;
  }

  status(): L1SenderStatus {
    return { ...this.#status };
  }

  /**
   * Lets the transactions that are out finish, those of an earlier run included, so that the state
   * read afterwards is the last word. One that stays out longer than the time to raise fees will be
   * replaced by the next one.
   */
  async settle(o: { signal?: AbortSignal } = {}): Promise<void> {
    const deadline = Date.now() + this.#o.bumpAfterMs;
    await waitFor({
      what: `the transactions of ${this.address} to be mined`,
      timeoutMs: this.#o.bumpAfterMs * 4,
      intervalMs: POLL_MS,
      ...(o.signal ? { signal: o.signal } : {}),
      check: async () => {
        const [mined, all] = await Promise.all([this.#nonce('latest'), this.#nonce('pending')]);
        return mined === all || Date.now() > deadline ? true : undefined;
      },
    });
  }

  /**
   * Simulates, sends, and waits until it is mined, with higher fees when that takes too long.
   * @throws TransactionFailedError with the contract's reason
   * @throws GasLimitError before anything is sent
   * @throws NonceLostError when another transaction took the nonce, or a reorg gave it back
   */
  async send(call: L1Call): Promise<TransactionReceipt> {
    const { what, maxGas, ...contract } = call;
    const gas = await this.#estimate(what, contract as typeof contract & { abi: Abi });
    if (maxGas !== undefined && gas > maxGas) throw new GasLimitError({ what, gas, maxGas });
    const { abi, functionName, args, address: to } = contract;
    const data = encodeFunctionData({ abi: abi as Abi, functionName, args });
    const receipt = await this.#deliver({ what, to, data, gas });
    const { transactionHash: hash, gasUsed, blockNumber } = receipt;
    if (receipt.status !== 'success') {
      throw new TransactionFailedError({ what, hash, reason: 'it reverted' });
    }
    this.#status.sent += 1;
    this.#o.logger.info({ hash, gasUsed: String(gasUsed), block: String(blockNumber) }, what);
    return receipt;
  }

  async #estimate(what: string, call: Omit<L1Call, 'what'> & { abi: Abi }): Promise<bigint> {
    const { account } = this.client;
    try {
      await this.client.simulateContract({ ...call, account });
      const gas = await this.client.estimateContractGas({ ...call, account });
      return (gas * (100n + GAS_MARGIN_PERCENT)) / 100n;
    } catch (cause) {
      throw new TransactionFailedError({ what, cause, reason: reasonOf(cause) });
    }
  }

  async #deliver(o: { what: string; to: Address; data: Hex; gas: bigint }) {
    const [nonce, chainId] = await Promise.all([this.#nonce('latest'), this.client.getChainId()]);
    const hashes: Hex[] = [];
    let fees = await this.#fees();
    try {
      for (let attempt = 0; attempt <= this.#o.maxBumps; attempt++) {
        if (attempt > 0) fees = await this.#bumped({ ...o, nonce, fees });
        hashes.push(await this.#broadcast({ ...o, ...fees, nonce, chainId }));
        const receipt = await this.#watch({ ...o, hashes, nonce });
        if (receipt) return receipt;
      }
      const reason = `it was not mined after its fees were raised ${this.#o.maxBumps} times`;
      throw new TransactionFailedError({ what: o.what, reason, hash: hashes.at(-1)! });
    } finally {
      this.#status.waiting = null;
    }
  }

  /** Signs and sends; fees that the node finds too low for a replacement are raised at once. */
  async #broadcast(
    o: { what: string; to: Address; data: Hex; gas: bigint; nonce: number; chainId: number } & Fees,
  ): Promise<Hex> {
    const { what, ...transaction } = o;
    for (let fees: Fees = o; ; fees = raised(fees)) {
      const serializedTransaction = await this.client.account.signTransaction!({
        ...transaction,
        ...pickFees(fees),
        type: 'eip1559',
      });
      const hash = keccak256(serializedTransaction);
      this.#status.waiting = { what, nonce: o.nonce, hash, maxFeePerGas: fees.maxFeePerGas };
      try {
        const sent = await this.client.sendRawTransaction({ serializedTransaction });
        deathPoint('l1.broadcast');
        return sent;
      } catch (cause) {
        const reason = refusal(cause);
        // No answer: it may have arrived all the same, so it is looked for.
        if (reason === undefined || /already known/i.test(reason)) return hash;
        if (/nonce too low/i.test(reason)) throw new NonceLostError({ what, nonce: o.nonce });
        if (!/underpriced/i.test(reason) || fees.maxFeePerGas > o.maxFeePerGas * 1_000n) {
          throw new TransactionFailedError({ what, cause, reason: reasonOf(cause) });
        }
        this.#status.bumps += 1;
      }
    }
  }

  /** The receipt of any of the hashes; undefined when it is time to raise the fees. */
  async #watch(o: { what: string; hashes: readonly Hex[]; nonce: number }) {
    const deadline = Date.now() + this.#o.bumpAfterMs;
    const found = await waitFor({
      what: `the receipt of the transaction to ${o.what}`,
      // An L1 that does not answer is no reason to raise fees, nor to give up soon.
      timeoutMs: Math.max(this.#o.bumpAfterMs * 4, 120_000),
      intervalMs: POLL_MS,
      check: async () => {
        const mined = await this.#nonce('latest');
        for (const hash of o.hashes) {
          const receipt = await this.#receipt(hash);
          if (receipt) return receipt;
        }
        if (mined !== o.nonce) return 'lost';
        return Date.now() > deadline ? 'late' : undefined;
      },
    });
    if (found === 'lost') throw new NonceLostError(o);
    return found === 'late' ? undefined : found;
  }

  async #bumped(o: { what: string; nonce: number; fees: Fees }): Promise<Fees> {
    const [now, higher] = [await this.#fees(), raised(o.fees)];
    this.#status.bumps += 1;
    const fees = higherOf(now, higher);
    const shown = { nonce: o.nonce, maxFeePerGas: String(fees.maxFeePerGas) };
    this.#o.logger.warn(shown, `the transaction to ${o.what} is stuck; raising its fees`);
    return fees;
  }

  async #fees(): Promise<Fees> {
    return pickFees(await this.client.estimateFeesPerGas());
  }

  #nonce(blockTag: 'latest' | 'pending'): Promise<number> {
    return this.client.getTransactionCount({ address: this.address, blockTag }).then(
      (count) => {
        this.#status.trouble = null;
        return count;
      },
      (error: unknown) => {
        // Whoever waits goes on waiting; this is where it is seen for what.
        this.#status.trouble = error instanceof ViemError ? error.shortMessage : String(error);
        throw error;
      },
    );
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

/** What the node itself answered; undefined when it did not answer. */
function refusal(error: unknown): string | undefined {
  if (!(error instanceof ViemError)) return String(error);
  const answer = error.walk((e) => e instanceof RpcRequestError);
  return answer instanceof RpcRequestError ? answer.details : undefined;
}

/** The contract's error by name where there is one, else the node's sentence. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ViemError)) return String(error);
  const reverted = error.walk((e) => e instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) return error.shortMessage;
  return reverted.data?.errorName ?? reverted.reason ?? reverted.signature ?? 'it reverts';
}
