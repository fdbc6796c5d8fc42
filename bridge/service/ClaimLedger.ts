import {
  type Address,
  BaseError,
  type Hash,
  type Hex,
  type PublicClient,
  parseTransaction,
  RpcRequestError,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
} from 'viem';
import { deathPoint, type Logger } from '#core';
import type { Attempts, SentAttempt } from '../store/attempts.ts';
import { isOutOfFunds } from './createPurse.ts';
import { inChunks } from './inChunks.ts';

/** A deposit, and that it is claimed on this ledger's network is known. */
type DepositId = Pick<SentAttempt, 'network' | 'depositCount'>;

/** Waits after the first failure and at most, milliseconds. */
const BACKOFF_MS = { first: 1_000, most: 60_000 };

export interface ClaimLedgerOptions {
  client: PublicClient;
  /** Network on which it claims. */
  destination: number;
  /** The claimer. */
  address: Address;
  attempts: Attempts;
  logger: Logger;
  /** Failures after which a deposit is left alone. */
  maxAttempts: number;
}

/** The claimer's durable record of what it has sent and what has failed. */
export class ClaimLedger {
  readonly #o: ClaimLedgerOptions;
  readonly #attempts: Attempts;

  constructor(o: ClaimLedgerOptions) {
    this.#o = o;
    this.#attempts = o.attempts;
    // A new start is a new chance: what made the claims fail may have been repaired.
    for (const { network, depositCount } of o.attempts.failed(o.destination)) {
      o.attempts.remove(network, depositCount);
    }
  }

  inFlight(): number {
    return this.#attempts.sent(this.#o.destination).length;
  }

  /** Most wei that the transactions on their way may take. */
  reserved(): bigint {
    return this.#attempts.sent(this.#o.destination).reduce((sum, { raw }) => {
      const { gas = 0n, gasPrice = 0n } = parseTransaction(raw);
      return sum + gas * gasPrice;
    }, 0n);
  }

  status() {
    const failing = this.#attempts.failed(this.#o.destination);
    return {
      inFlight: this.inFlight(),
      failing: failing.map(({ network, depositCount, attempts, error }) => ({
        ...{ network, depositCount, attempts, error },
        givenUp: attempts >= this.#o.maxAttempts,
      })),
    };
  }

  /** First nonce from `from` on that no transaction on record has. */
  freeNonce(from: number): number {
    const taken = new Set(this.#attempts.sent(this.#o.destination).map((attempt) => attempt.nonce));
    let nonce = from;
    while (taken.has(nonce)) nonce += 1;
    return nonce;
  }

  /** Records a signed transaction, then sends it. False when the node refused it. */
  async send(o: { deposit: DepositId; nonce: number; raw: Hex; txHash: Hash }): Promise<boolean> {
    const { nonce, raw, txHash } = o;
    const { network, depositCount } = o.deposit;
    const attempts = this.#attempts.get(network, depositCount)?.attempts ?? 0;
    const { destination } = this.#o;
    const sent = { network, depositCount, destination, attempts, nonce, raw, txHash } as const;
    this.#attempts.put({ ...sent, state: 'sent' });
    try {
      await this.#o.client.sendRawTransaction({ serializedTransaction: raw });
      deathPoint('claim.broadcast');
      return true;
    } catch (error) {
      // Without an answer the transaction may be there: it stays recorded and is looked for.
      if (!isAnswer(error)) throw error;
      if (await orMissing(this.#o.client.getTransaction({ hash: txHash }))) return true;
      this.fail(o.deposit, error);
      return false;
    }
  }

  /** Counts a failure; want of money is none of the deposit's, and is only waited out. */
  fail({ network, depositCount }: DepositId, error: unknown): void {
    if (isOutOfFunds(error)) {
      this.#attempts.remove(network, depositCount);
      return;
    }
    const attempts = (this.#attempts.get(network, depositCount)?.attempts ?? 0) + 1;
    const wait = Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** (attempts - 1));
    const nextTryAt = Date.now() + wait;
    const failed = { network, depositCount, attempts, nextTryAt, error: messageOf(error) };
    this.#attempts.put({ ...failed, destination: this.#o.destination, state: 'failed' });
    const last = attempts >= this.#o.maxAttempts;
    this.#o.logger[last ? 'error' : 'warn']({ ...failed, last }, 'claim failed');
  }

  /** Finds out what became of the transactions that are out; sends lost ones again. */
  async settle(): Promise<void> {
    await inChunks(this.#attempts.sent(this.#o.destination), (attempt) =>
      this.#settleOne(attempt).catch((error: unknown) => {
        if (!isAnswer(error)) throw error;
        this.fail(attempt, error);
      }),
    );
  }

  async #settleOne(attempt: SentAttempt): Promise<void> {
    const { client, address } = this.#o;
    const { network, depositCount, raw, nonce, txHash } = attempt;
    const receipt = await orMissing(client.getTransactionReceipt({ hash: txHash }));
    if (receipt?.status === 'success') {
      this.#o.logger.info({ network, depositCount, txHash }, 'claimed');
      return this.#attempts.remove(network, depositCount);
    }
    if (receipt) return this.fail(attempt, `transaction ${txHash} reverted`);
    if (await orMissing(client.getTransaction({ hash: txHash }))) return;
    if ((await client.getTransactionCount({ address })) > nonce) {
      return this.fail(attempt, `nonce ${nonce} was used by another transaction`);
    }
    // Some nodes do not show a waiting transaction by its hash, but count it.
    if ((await client.getTransactionCount({ address, blockTag: 'pending' })) > nonce) return;
    await client.sendRawTransaction({ serializedTransaction: raw });
  }
}

/** True when the node itself answered with an error, as opposed to not answering. */
function isAnswer(error: unknown): boolean {
  return error instanceof BaseError && error.walk((e) => e instanceof RpcRequestError) !== null;
}

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return undefined;
    if (error instanceof TransactionNotFoundError) return undefined;
    throw error;
  }
}

function messageOf(error: unknown): string {
  if (error instanceof BaseError) return `${error.shortMessage} ${error.details}`;
  return error instanceof Error ? error.message : String(error);
}
