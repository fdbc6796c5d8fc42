// SPDX-License-Identifier: GPL-3.0-or-later
import { SetupError } from '../errors.ts';
import { SCALAR_ORDER as R } from '../lib/field.ts';
import type { SetupSecrets } from './devSecrets.ts';
import { inverse, inverseAll, mod, power } from './modular.ts';
import type { R1cs, SparseMatrix } from './readR1cs.ts';

/** Discrete logarithms of all points of a proving key, one for each wire, and for H one for each row. */
export interface KeyScalars {
  /** Rows of the evaluation domain, a power of two. */
  domainSize: number;
  /** A_i(tau) */
  a: bigint[];
  /** B_i(tau) */
  b: bigint[];
  /** (beta A_i + alpha B_i + C_i)(tau), over gamma for the constant and public wires, over delta for others. */
  k: bigint[];
  /** Coefficients of the quotient by its values on the odd coset; see {@link quotientScalars}. */
  h: bigint[];
}

/** log2 of the smallest domain for all constraints and one row for each public wire and the constant. */
export function domainPower(r1cs: R1cs): number {
  return Math.floor(Math.log2(r1cs.constraints + r1cs.publics)) + 1;
}

/**
 * Evaluates the QAP of Groth16 (eprint 2016/260) at the secret point, in the Lagrange basis of the
 * domain. As in snarkjs, every public wire gets a further row `wire * 0 = 0`, which makes the public
 * polynomials independent, and with them every public input bound.
 * @param o.rootOf primitive root of unity of order 2^power
 * @throws SetupError when tau lies in the domain
 */
export function evaluateQap(o: {
  r1cs: R1cs;
  secrets: SetupSecrets;
  rootOf: (power: number) => bigint;
}): KeyScalars {
  const { r1cs, secrets } = o;
  const powerOfTwo = domainPower(r1cs);
  const domainSize = 2 ** powerOfTwo;
  if (power(secrets.tau, BigInt(2 * domainSize)) === 1n) {
    throw new SetupError({ details: 'tau lies in the evaluation domain.' });
  }
  const lagrange = lagrangeAt({ tau: secrets.tau, size: domainSize, root: o.rootOf(powerOfTwo) });
  const a = combine(r1cs.A, r1cs.wires, lagrange);
  const b = combine(r1cs.B, r1cs.wires, lagrange);
  const c = combine(r1cs.C, r1cs.wires, lagrange);
  for (let wire = 0; wire <= r1cs.publics; wire++) {
    a[wire] = (a[wire]! + lagrange[r1cs.constraints + wire]!) % R;
  }
  const overGamma = inverse(secrets.gamma);
  const overDelta = inverse(secrets.delta);
  const k = a.map((ai, wire) => {
    const sum = (secrets.beta * ai + secrets.alpha * b[wire]! + c[wire]!) % R;
    return (sum * (wire <= r1cs.publics ? overGamma : overDelta)) % R;
  });
  const h = quotientScalars({
    tau: secrets.tau,
    size: domainSize,
    root: o.rootOf(powerOfTwo + 1),
    overDelta,
  });
  return { domainSize, a, b, k, h };
}

/** L_j(tau) = root^j (tau^size - 1) / (size (tau - root^j)) */
function lagrangeAt(o: { tau: bigint; size: number; root: bigint }): bigint[] {
  const points = powersOf({ first: 1n, ratio: o.root, count: o.size });
  const inverses = inverseAll(points.map((x) => mod(o.tau - x)));
  const size = BigInt(o.size);
  const factor = (mod(power(o.tau, size) - 1n) * inverse(size)) % R;
  return points.map((x, j) => (((x * inverses[j]!) % R) * factor) % R);
}

/**
 * The prover gives the values P(x_j) of P = A·B − C on the coset x_j = g·root^j, g² = root. There the
 * vanishing polynomial Z is g^size − 1 = −2, so (P/Z)(tau)·Z(tau)/delta = sum_j P(x_j) h_j with
 * h_j = x_j (tau^(2 size) − 1) / (2 size (tau − x_j) delta).
 */
function quotientScalars(o: {
  tau: bigint;
  size: number;
  root: bigint;
  overDelta: bigint;
}): bigint[] {
  const points = powersOf({ first: o.root, ratio: (o.root * o.root) % R, count: o.size });
  const inverses = inverseAll(points.map((x) => mod(o.tau - x)));
  const twice = BigInt(2 * o.size);
  const factor = (((mod(power(o.tau, twice) - 1n) * inverse(twice)) % R) * o.overDelta) % R;
  return points.map((x, j) => (((x * inverses[j]!) % R) * factor) % R);
}

function powersOf(o: { first: bigint; ratio: bigint; count: number }): bigint[] {
  const powers = new Array<bigint>(o.count);
  for (let j = 0, x = o.first; j < o.count; j++, x = (x * o.ratio) % R) powers[j] = x;
  return powers;
}

function combine(matrix: SparseMatrix, wires: number, lagrange: readonly bigint[]): bigint[] {
  const sums = new Array<bigint>(wires).fill(0n);
  matrix.coefficient.forEach((coefficient, t) => {
    const wire = matrix.wire[t]!;
    sums[wire] = (sums[wire]! + coefficient * lagrange[matrix.row[t]!]!) % R;
  });
  return sums;
}
