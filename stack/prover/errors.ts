import type { Hex } from 'viem';
import { BaseError } from '#core';

/** Nobody who could make a proof is there. */
export class ProverUnavailableError extends BaseError {
  constructor(o: { what: string; address: string; connected: number; cause?: unknown }) {
    const who = o.connected === 0 ? 'no prover is connected' : `none of ${o.connected} is idle`;
    super(`The ${o.what} waits for a prover: ${who}.`, {
      code: 'PROVER_UNAVAILABLE',
      cause: o.cause,
      details: o.address,
      metaMessages: [
        `Start one that dials ${o.address}, for example: bigfile prover --aggregator ${o.address}`,
      ],
    });
  }
}

/** The connection ended while an answer or a proof was awaited. */
export class ProverGoneError extends BaseError {
  constructor(o: { prover: string; what: string }) {
    super(`The prover ${o.prover} left during ${o.what}.`, {
      code: 'PROVER_GONE',
      metaMessages: ['Another prover, or the same one once it is back, is given the work.'],
    });
  }
}

/** A prover that is connected and does not answer. */
export class ProverSilentError extends BaseError {
  constructor(o: { prover: string; what: string; timeoutMs: number }) {
    super(`The prover ${o.prover} did not answer ${o.what} within ${o.timeoutMs} ms.`, {
      code: 'PROVER_SILENT',
      metaMessages: ['Its connection was closed: a late answer would be taken for another one.'],
    });
  }
}

/** An answer that does not belong to what was asked. */
export class ProverAnswerError extends BaseError {
  constructor(o: { prover: string; what: string; reason: string }) {
    super(`The prover ${o.prover} gave a wrong answer to ${o.what}: ${o.reason}.`, {
      code: 'PROVER_WRONG_ANSWER',
      metaMessages: ['Its connection was closed; check that it speaks aggregator.v1.'],
    });
  }
}

/** A prover of another fork. */
export class ProverForkError extends BaseError {
  constructor(o: { prover: string; forkId: string; wanted: bigint }) {
    super(`The prover ${o.prover} proves fork ${o.forkId}; the rollup is of fork ${o.wanted}.`, {
      code: 'PROVER_WRONG_FORK',
      metaMessages: ['Connect a prover whose image is of the fork of the rollup.'],
    });
  }
}

/** The prover took no order, or could not carry it out. */
export class ProofFailedError extends BaseError {
  constructor(o: { prover: string; what: string; result: string; message: string }) {
    const says = o.message ? `${o.result}, ${o.message}` : o.result;
    super(`The prover ${o.prover} did not make the ${o.what}: ${says}.`, {
      code: 'PROVER_PROOF_FAILED',
      metaMessages: ['It is ordered again; the log of the prover has the reason.'],
    });
  }
}

/** The proof was not made in time. */
export class ProofTimeoutError extends BaseError {
  constructor(o: { prover: string; what: string; timeoutMs: number }) {
    super(`The prover ${o.prover} has not made the ${o.what} within ${o.timeoutMs} ms.`, {
      code: 'PROVER_PROOF_TIMEOUT',
      metaMessages: ['It was cancelled and is ordered again.'],
    });
  }
}

/** A proof of something else than was ordered, or in another form than L1 takes. */
export class ProofContentError extends BaseError {
  constructor(o: { prover: string; what: string; reason: string }) {
    super(`The ${o.what} from the prover ${o.prover} is of no use: ${o.reason}.`, {
      code: 'PROVER_PROOF_CONTENT',
      metaMessages: ['L1 would refuse it, so it was not sent. It is ordered again.'],
    });
  }
}

/** The L2 node cannot say which part of its state a batch touches. */
export class WitnessUnavailableError extends BaseError {
  constructor(o: { batch: bigint; rpcUrl: string; reason: string }) {
    super(`The L2 node gives no witness for batch ${o.batch}: ${o.reason}.`, {
      code: 'PROVER_WITNESS_UNAVAILABLE',
      details: o.rpcUrl,
      docsPath: 'official-components.md',
      metaMessages: [
        'Only a cdk-erigon that keeps a sparse Merkle tree makes witnesses.',
        'For a prover that needs none (bigfile prover, the mock of the CDK): --prover-witness none',
      ],
    });
  }
}

/** What L1 has of the batches does not lead to its own hash of them. */
export class BatchInputsError extends BaseError {
  constructor(o: { batch: bigint; reason: string }) {
    super(`The inputs of batch ${o.batch} cannot be had from L1: ${o.reason}.`, {
      code: 'PROVER_BATCH_INPUTS',
      metaMessages: ['The L1 was reorganised or rolled back meanwhile; it is read again.'],
    });
  }
}

/** An order that makes no sense to a prover of ours. */
export class ProofOrderError extends BaseError {
  constructor(o: { what: string; reason: string }) {
    super(`The order of a ${o.what} is refused: ${o.reason}.`, {
      code: 'PROVER_ORDER_REFUSED',
      metaMessages: ['Check that aggregator and prover belong to the same rollup and L1.'],
    });
  }
}

/** The aggregator ended the connection, or cannot be reached. */
export class AggregatorGoneError extends BaseError {
  constructor(o: { aggregator: string; reason: string }) {
    super(`The aggregator at ${o.aggregator} is not there: ${o.reason}.`, {
      code: 'PROVER_AGGREGATOR_GONE',
      metaMessages: ['It is dialled again; check host and port (cdk-node: 50081).'],
    });
  }
}

/** Hashes that should be equal. */
export function differs(o: { what: string; found: Hex; expected: Hex }): string {
  return `its ${o.what} is ${o.found}, not ${o.expected}`;
}
