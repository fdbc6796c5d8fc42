// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER as R } from '../lib/field.ts';

/** The representative of a number in [0, r). */
export function mod(a: bigint): bigint {
  const rest = a % R;
  return rest < 0n ? rest + R : rest;
}

/** a^exponent modulo r, exponent >= 0. */
export function power(a: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(a);
  for (let e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * square) % R;
    square = (square * square) % R;
  }
  return result;
}

/** a^-1 modulo r, a not 0. */
export function inverse(a: bigint): bigint {
  return power(a, R - 2n);
}

/** The inverses of non-zero elements at the price of one (Montgomery's trick). */
export function inverseAll(elements: readonly bigint[]): bigint[] {
  const before: bigint[] = [];
  let product = 1n;
  for (const element of elements) {
    before.push(product);
    product = (product * element) % R;
  }
  let rest = inverse(product);
  const inverses = new Array<bigint>(elements.length);
  for (let i = elements.length - 1; i >= 0; i--) {
    inverses[i] = (rest * before[i]!) % R;
    rest = (rest * elements[i]!) % R;
  }
  return inverses;
}
