// SPDX-License-Identifier: GPL-3.0-or-later
import { BadValidatorSetError, DuplicateKeyError } from '../errors.ts';
import { assertKey } from '../lib/assertKey.ts';
import { tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import type { ValidatorSet } from '../types.ts';

const MAX_KEYS = 8;

/**
 * Commitment to a validator set: PoseidonFold("BIGSET/1", k, n, epoch, key_1.x, key_1.y, ...).
 * @throws BadValidatorSetError, BadKeyError (off the curve, identity, low order, outside the
 * subgroup), DuplicateKeyError
 */
export function validatorSetRoot(set: ValidatorSet): bigint {
  assertShape(set);
  set.keys.forEach((key, i) => {
    assertKey({ what: `validator key ${i}`, key });
    const first = set.keys.findIndex((other) => other[0] === key[0] && other[1] === key[1]);
    if (first < i) throw new DuplicateKeyError({ first, second: i });
  });
  const header = [tagToField('BIGSET/1'), BigInt(set.k), BigInt(set.keys.length), set.epoch];
  return hashMany([...header, ...set.keys.flat()]);
}

function assertShape(set: ValidatorSet): void {
  const n = set.keys.length;
  const fault =
    n < 1 || n > MAX_KEYS
      ? `${n} keys`
      : !Number.isInteger(set.k) || set.k < 1 || set.k > n
        ? `k = ${set.k} of ${n} keys`
        : set.epoch < 0n || set.epoch >= 2n ** 64n
          ? `epoch ${set.epoch}`
          : undefined;
  if (fault) throw new BadValidatorSetError({ details: fault });
}
