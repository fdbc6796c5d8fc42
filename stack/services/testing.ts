import { type Address, type Hex, keccak256, stringToHex, zeroAddress } from 'viem';
import {
  type BatchSignature,
  type CircuitArtifacts,
  type CurvePoint,
  deriveValidatorKey,
  type ValidatorSet,
  validatorSetRoot,
} from '#circuits';
import { type ApiRoutes, BaseError, startJsonApi } from '#core';
import type { DerivedBatch } from '../derivation/index.ts';
import { NotSequencedYetError } from './errors.ts';
import { type BatchStatement, withInputSnark } from './readBatchStatement.ts';

/** What L1 is told of who settles a test's rollup, and of the key that their proofs are checked with. */
export function settlementParams(o: {
  sequencer: Address;
  aggregator: Address;
  set: ValidatorSet;
  manifest: CircuitArtifacts['manifest'];
}) {
  const { epoch, k, keys } = o.set;
  return {
    trustedSequencer: o.sequencer,
    trustedAggregator: o.aggregator,
    batchKey: { bytes: o.manifest.keyBytes, dev: true },
    validators: { epoch, k, n: keys.length, root: validatorSetRoot(o.set) },
  };
}

const hash = (text: string): Hex => keccak256(stringToHex(text));

/** A batch with made-up roots that depend on its number. */
export function derivedBatch(number: number): DerivedBatch {
  return {
    number: BigInt(number),
    kind: 'normal',
    blocks: [BigInt(number)],
    lastBlock: BigInt(number),
    stateRoot: hash(`state ${number}`),
    localExitRoot: hash(`exit ${number}`),
    accInputHash: hash(`inputs ${number}`),
    timestamp: 1_700_000_000n,
    coinbase: zeroAddress,
    skipped: 0,
    leafIndex: 0,
    forcedNumber: 0n,
  };
}

/** Knows the made-up batches up to `last`. */
export function fakeReplica(last: number) {
  return {
    lastBatch: () => BigInt(last),
    batch: (number: bigint) => derivedBatch(Number(number)),
  };
}

/** A statement over made-up batches. */
export function statementOf(o: { from: number; to: number }): BatchStatement {
  const [before, after] = [derivedBatch(o.from), derivedBatch(o.to)];
  return withInputSnark({
    aggregator: '0x00000000000000000000000000000000000000aa',
    oldStateRoot: before.stateRoot,
    oldAccInputHash: before.accInputHash,
    initNumBatch: before.number,
    chainId: 424242n,
    forkId: 12n,
    newStateRoot: after.stateRoot,
    newAccInputHash: after.accInputHash,
    newLocalExitRoot: after.localExitRoot,
    finalNewBatch: after.number,
  });
}

/** Three keys of which two must sign. */
export const validatorKeys = ['0x01', '0x02', '0x03'].map((seed) =>
  deriveValidatorKey(seed as Hex),
);
export const validatorSet = { epoch: 1n, k: 2, keys: validatorKeys.map((key) => key.publicKey) };

/** An HTTP server that answers every signing request in one way. */
export function answeringValidator(
  answer: { publicKey: CurvePoint; signature: BatchSignature } | BaseError | unknown,
) {
  const routes: ApiRoutes = {
    'POST /sign': () => {
      if (answer instanceof BaseError) throw answer;
      return answer;
    },
  };
  return startJsonApi({ host: '127.0.0.1', port: 0, routes });
}

export const refusal = () => new NotSequencedYetError({ batch: 4n, lastSequenced: 1n });
