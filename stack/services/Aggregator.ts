import type { Address, Hex } from 'viem';
import { rollupManagerAbi } from '#contracts';
import type { Logger } from '#core';
import type { L1Contracts } from '../L1Contracts.ts';
import { BatchUnavailableError, type SignatureRefusal, TooFewSignaturesError } from './errors.ts';
import type { L1Sender, L1SenderStatus } from './L1Sender.ts';
import type { BatchProof } from './proveBatchRange.ts';
import type { ProverDoor, RangeProver } from './RangeProver.ts';
import { type BatchStatement, readBatchStatement } from './readBatchStatement.ts';
import type { L2BatchReader } from './readL2Batch.ts';
import { readRollupState } from './readRollupState.ts';
import { describeError } from './requestSignature.ts';
import { troubleOf } from './troubleOf.ts';

export interface AggregatorConfig {
  l2RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  beneficiary?: Address;
  logger: Logger;
  sender: L1Sender;
  readBatch: L2BatchReader;
  prover: RangeProver;
}

export interface AggregatorStatus {
  state: 'starting' | 'idle' | 'collecting' | 'proving' | 'submitting' | 'failing';
  aggregator: Address;
  lastSequenced: bigint;
  lastVerified: bigint;
  /** Why the last turn failed; null once it went well. */
  lastError: { code: string; message: string; reasons: readonly SignatureRefusal[] } | null;
  /** The newest 100, oldest first. `ms` is the time of the proof. */
  proofs: { batch: bigint; ms: number; tx: Hex }[];
  /** Proofs verified since the start. */
  proofCount: number;
  /** Proofs that were ordered and are not made yet. */
  waiting: number;
  /** Where provers dial in; absent unless the prover is somebody else's. */
  provers?: ProverDoor;
  l1: L1SenderStatus;
}

const PROOFS_SHOWN = 100;
/** The first batch holds nobody's transaction: it is verified with the next ones, not alone. */
const INJECTED_BATCH = 1n;

/** One look at the chains after another, each carrying the verification as far as it goes. */
export class Aggregator {
  readonly #o: AggregatorConfig;
  readonly #status: AggregatorStatus;

  constructor(o: AggregatorConfig) {
    this.#o = o;
    this.#status = {
      state: 'starting',
      aggregator: o.sender.address,
      lastSequenced: 0n,
      lastVerified: 0n,
      lastError: null,
      proofs: [],
      proofCount: 0,
      waiting: 0,
      l1: o.sender.status(),
    };
  }

  status(): AggregatorStatus {
    const l1 = this.#o.sender.status();
    const { prover } = this.#o;
    const own = {
      ...{ proofs: [...this.#status.proofs], waiting: prover.waiting() },
      ...(prover.door ? { provers: prover.door() } : {}),
    };
    return { ...this.#status, ...own, ...troubleOf(l1), l1 };
  }

  /** Records why a turn failed; the same reason is logged once. */
  report(error: unknown): void {
    const { code, message } = describeError(error);
    const reasons = error instanceof TooFewSignaturesError ? error.reasons : [];
    const known = this.#status.lastError?.message === message;
    this.#status.state = 'failing';
    this.#status.lastError = { code, message, reasons };
    if (!known) this.#o.logger.warn({ err: error, reasons }, 'batches not verified');
  }

  /**
   * Verifies everything that is sequenced by now, in one proof. The L1 is read first, after any
   * transaction of an earlier run has been mined, so nothing is sent twice.
   */
  async turn(signal: AbortSignal): Promise<void> {
    const { sender, readBatch, contracts, rollupId } = this.#o;
    await sender.settle({ signal });
    const rollup = await readRollupState({ client: sender.client, contracts, rollupId });
    const { lastVerifiedBatch: initNumBatch, lastBatchSequenced: finalNewBatch } = rollup;
    Object.assign(this.#status, { lastSequenced: finalNewBatch, lastVerified: initNumBatch });
    if (finalNewBatch > initNumBatch && finalNewBatch > INJECTED_BATCH) {
      const batch = await readBatch(finalNewBatch);
      if (!batch) {
        throw new BatchUnavailableError({ batch: finalNewBatch, rpcUrl: this.#o.l2RpcUrl });
      }
      const statement = await readBatchStatement({
        client: sender.client,
        contracts,
        rollupId,
        offer: {
          initNumBatch,
          finalNewBatch,
          newStateRoot: batch.stateRoot,
          newLocalExitRoot: batch.localExitRoot,
          aggregator: sender.address,
        },
      });
      const proof = await this.#o.prover.prove(statement, {
        signal,
        onState: (state) => {
          this.#status.state = state;
        },
      });
      await this.#submit(statement, proof);
    }
    this.#status.state = 'idle';
    this.#status.lastError = null;
  }

  async #submit(statement: BatchStatement, { proof, ms }: BatchProof): Promise<void> {
    const { sender, contracts, rollupId } = this.#o;
    const { initNumBatch, finalNewBatch: batch, newLocalExitRoot, newStateRoot } = statement;
    this.#status.state = 'submitting';
    const { transactionHash: tx } = await sender.send({
      what: `verify batches ${initNumBatch + 1n} to ${batch}`,
      address: contracts.rollupManager,
      abi: rollupManagerAbi,
      functionName: 'verifyBatchesTrustedAggregator',
      args: [
        rollupId,
        0n,
        initNumBatch,
        batch,
        newLocalExitRoot,
        newStateRoot,
        this.#o.beneficiary ?? sender.address,
        proof,
      ],
    });
    this.#status.lastVerified = batch;
    this.#status.proofCount += 1;
    this.#status.proofs = [...this.#status.proofs, { batch, ms, tx }].slice(-PROOFS_SHOWN);
  }
}
