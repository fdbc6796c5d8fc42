import {
  type BatchSignature,
  batchMessage,
  type CurvePoint,
  type ValidatorSet,
  verifyBatchSignature,
} from '#circuits';
import { NotAValidatorError, TooFewSignaturesError, ValidatorRefusedError } from './errors.ts';
import type { BatchStatement } from './readBatchStatement.ts';
import { describeError, requestSignature } from './requestSignature.ts';

/** Slot i belongs to key i of the set. */
export type SignatureSlots = (BatchSignature | undefined)[];

/**
 * Asks all validators at once and returns as soon as k of them have signed. Each signature is
 * checked, and each key counts once.
 * @param o.validators URLs, in any order
 * @param o.timeoutMs for each validator; 30,000 unless told
 * @throws TooFewSignaturesError with the reason of each validator that did not sign
 */
export async function collectSignatures(o: {
  validators: readonly string[];
  set: ValidatorSet;
  domain: bigint;
  statement: BatchStatement;
  timeoutMs?: number;
}): Promise<SignatureSlots> {
  const { set, domain, statement } = o;
  const slots: SignatureSlots = set.keys.map(() => undefined);
  const have = () => slots.filter((slot) => slot !== undefined).length;
  const enough = new AbortController();
  const message = batchMessage({ domain, epoch: set.epoch, inputSnark: statement.inputSnark });
  const timeoutMs = o.timeoutMs ?? 30_000;
  const outcomes = await Promise.all(
    o.validators.map(async (url) => {
      try {
        const { signal } = enough;
        const signed = await requestSignature({ url, offer: statement, timeoutMs, signal });
        slots[slotOf({ set, message, url, ...signed })] = signed.signature;
        if (have() >= set.k) enough.abort();
        return undefined;
      } catch (error) {
        return { validator: url, ...describeError(error) };
      }
    }),
  );
  if (have() >= set.k) return slots;
  const reasons = outcomes.filter((outcome) => outcome !== undefined);
  throw new TooFewSignaturesError({ have: have(), want: set.k, reasons });
}

/** @throws NotAValidatorError, ValidatorRefusedError */
function slotOf(o: {
  set: ValidatorSet;
  message: bigint;
  url: string;
  publicKey: CurvePoint;
  signature: BatchSignature;
}): number {
  const { set, message, publicKey, signature } = o;
  const slot = set.keys.findIndex(([x, y]) => x === publicKey[0] && y === publicKey[1]);
  if (slot < 0) throw new NotAValidatorError({ publicKey, epoch: set.epoch });
  if (verifyBatchSignature({ publicKey, message, signature })) return slot;
  throw new ValidatorRefusedError({
    url: o.url,
    reason: 'STACK_SIGNATURE_INVALID',
    message: `The signature of key ${slot} is not one for this range of batches.`,
  });
}
