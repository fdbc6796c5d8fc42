// SPDX-License-Identifier: GPL-3.0-or-later
import { BadValidatorSetError, TooFewSignaturesError } from '../errors.ts';
import { assertFieldElement } from '../lib/field.ts';
import { BASE } from '../lib/jubjub.ts';
import type { BatchSignature, ValidatorSet } from '../types.ts';
import { validatorSetRoot } from './validatorSetRoot.ts';

/**
 * Inputs of the batch circuit. Slot i of `signatures` belongs to key i; undefined leaves it unused.
 * Check each signature with {@link verifyBatchSignature} first: a wrong one fails in the circuit.
 * @throws TooFewSignaturesError when fewer than k slots are filled; NotFieldElementError; the
 * errors of {@link validatorSetRoot} for a malformed set
 */
export function batchCircuitInputs(o: {
  set: ValidatorSet;
  domain: bigint;
  inputSnark: bigint;
  signatures: readonly (BatchSignature | undefined)[];
}): Record<string, unknown> {
  const { set, signatures } = o;
  assertFieldElement({ what: 'domain', value: o.domain });
  assertFieldElement({ what: 'inputSnark', value: o.inputSnark });
  const setRoot = validatorSetRoot(set);
  if (signatures.length !== set.keys.length) {
    throw new BadValidatorSetError({
      details: `${signatures.length} signature slots for ${set.keys.length} keys`,
    });
  }
  const present = signatures.filter((s) => s !== undefined).length;
  if (present < set.k) throw new TooFewSignaturesError({ present, needed: set.k });
  return {
    inputSnark: o.inputSnark,
    domain: o.domain,
    setRoot,
    k: BigInt(set.k),
    epoch: set.epoch,
    keys: set.keys.map((key) => [...key]),
    enabled: signatures.map((s) => (s ? 1n : 0n)),
    R8: signatures.map((s) => (s ? [...s.R8] : [...BASE])),
    S: signatures.map((s) => s?.S ?? 0n),
  };
}
