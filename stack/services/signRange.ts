import { type Address, type Hex, isAddress, isHex, keccak256 } from 'viem';
import { sign } from 'viem/accounts';
import { z } from 'zod';
import {
  type BatchSignature,
  batchMessage,
  type CurvePoint,
  type KeyPair,
  signBatch,
} from '#circuits';
import { inputSnark, snarkInputBytes } from '../batch/index.ts';
import type { DerivedBatch } from '../derivation/index.ts';
import {
  BatchRangeError,
  LocalExitRootMismatchError,
  NotSequencedYetError,
  SignRequestError,
  StateRootMismatchError,
} from './errors.ts';
import type { BatchVerifierState } from './readBatchVerifier.ts';
import type { RollupState } from './readRollupState.ts';

const batchNumber = z.union([z.string().regex(/^\d{1,20}$/), z.number().int().min(0)]);
const bytes32 = z.custom<Hex>(
  (v) => isHex(v) && v.length === 66,
  'must be 32 bytes, 0x and 64 hex',
);
const request = z.object({
  initNumBatch: batchNumber.transform(BigInt),
  finalNewBatch: batchNumber.transform(BigInt),
  aggregator: z.custom<Address>(
    (v) => isAddress(String(v), { strict: false }),
    'must be an address',
  ),
  newStateRoot: bytes32,
  newLocalExitRoot: bytes32,
});

/** What an aggregator offers for signing. */
export type SignRequest = z.infer<typeof request>;

/** A validator's agreement. */
export interface RangeSignature {
  publicKey: CurvePoint;
  domain: bigint;
  epoch: bigint;
  inputSnark: bigint;
  signature: BatchSignature;
  /** Signature of keccak256 of the 212 bytes, 65 bytes; lets one `ecrecover` show who signed what. */
  ecdsa?: Hex;
}

/** @throws SignRequestError */
export function parseSignRequest(body: unknown): SignRequest {
  const parsed = request.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new SignRequestError({ details: z.prettifyError(parsed.error), cause: parsed.error });
}

/**
 * Signs a range of batches when what is offered is what its data on L1 leads to. Everything that is
 * signed comes from the validator's own results and from L1, only the aggregator's address does not.
 * @throws BatchRangeError, NotSequencedYetError
 * @throws StateRootMismatchError, LocalExitRootMismatchError
 */
export async function signRange(o: {
  request: SignRequest;
  /** Own results; synced with L1. */
  replica: { lastBatch(): bigint; batch(number: bigint): DerivedBatch };
  rollup: Pick<RollupState, 'chainId' | 'forkId'>;
  verifier: Pick<BatchVerifierState, 'domain' | 'epoch'>;
  key: KeyPair;
  /** Private key of the ECDSA signature; none is made without. */
  ecdsaKey?: Hex | undefined;
}): Promise<RangeSignature> {
  const { initNumBatch, finalNewBatch, aggregator } = o.request;
  const { before, after } = checkedBatches(o);
  const statement = {
    ...o.rollup,
    aggregator,
    initNumBatch,
    finalNewBatch,
    oldStateRoot: before.stateRoot,
    oldAccInputHash: before.accInputHash,
    newStateRoot: after.stateRoot,
    newAccInputHash: after.accInputHash,
    newLocalExitRoot: after.localExitRoot,
  };
  const { domain, epoch } = o.verifier;
  const snark = inputSnark(statement);
  const message = batchMessage({ domain, epoch, inputSnark: snark });
  return {
    publicKey: o.key.publicKey,
    domain,
    epoch,
    inputSnark: snark,
    signature: signBatch({ secret: o.key.secret, message }),
    ...(o.ecdsaKey ? { ecdsa: await signBytes(o.ecdsaKey, snarkInputBytes(statement)) } : {}),
  };
}

function checkedBatches(o: {
  request: SignRequest;
  replica: { lastBatch(): bigint; batch(number: bigint): DerivedBatch };
}): { before: DerivedBatch; after: DerivedBatch } {
  const { initNumBatch, finalNewBatch: batch, newStateRoot, newLocalExitRoot } = o.request;
  if (batch <= initNumBatch) throw new BatchRangeError({ initNumBatch, finalNewBatch: batch });
  const lastSequenced = o.replica.lastBatch();
  if (batch > lastSequenced) throw new NotSequencedYetError({ batch, lastSequenced });
  const after = o.replica.batch(batch);
  if (!sameHex(after.stateRoot, newStateRoot)) {
    const facts = { offered: newStateRoot, computed: after.stateRoot };
    throw new StateRootMismatchError({ batch, ...facts });
  }
  if (!sameHex(after.localExitRoot, newLocalExitRoot)) {
    const facts = { offered: newLocalExitRoot, computed: after.localExitRoot };
    throw new LocalExitRootMismatchError({ batch, ...facts });
  }
  return { before: o.replica.batch(initNumBatch), after };
}

function sameHex(a: Hex, b: Hex): boolean {
  return BigInt(a) === BigInt(b);
}

function signBytes(privateKey: Hex, bytes: Hex): Promise<Hex> {
  return sign({ hash: keccak256(bytes), privateKey, to: 'hex' });
}
