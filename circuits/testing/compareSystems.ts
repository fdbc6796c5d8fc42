// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { SCALAR_ORDER } from '../lib/field.ts';
import { inverseAll, mod } from '../pipeline/modular.ts';
import { type Checker, type Row, residual } from './createChecker.ts';
import { solveRemoved } from './solveRemoved.ts';

/** What sets an optimised constraint system apart from the plain one; all zero when nothing does. */
export interface Differences {
  /** Removed wires that the plain rows leave open. */
  undetermined: number;
  /** Linear rows that bind nothing in the optimised system. */
  lostLinear: number;
  /** Other rows of the plain system that the optimised one lacks. */
  lost: number;
  /** Rows of the optimised system that are none of the plain one. */
  added: number;
}

const POINTS = 3;

/**
 * Compares two systems on bad witnesses of the strongest kind: random values for all wires that the
 * optimiser kept, with the removed wires filled in from the plain rows. (1) Every removed wire must be
 * determined, and every linear row must hold. (2) The rest of each row, A·B − C, is then a polynomial
 * in the kept wires; its values at three random points, up to a common factor, identify it but for a
 * chance of about 2^-240. Both systems must have the same set of polynomials, hence accept the same
 * witnesses, not only those that were tried.
 * @param o.kept wire of the plain system → wire of the optimised one
 */
export function compareSystems(o: {
  plain: Checker;
  optimised: Checker;
  kept: ReadonlyMap<number, number>;
}): Differences {
  const { plain, optimised, kept } = o;
  const small = Array.from({ length: POINTS }, () => randomPoint(optimised.wires));
  const full = small.map((point) => {
    const values = new Array<bigint>(plain.wires).fill(0n);
    for (const [wire, image] of kept) values[wire] = point[image]!;
    return values;
  });
  const known = new Set(kept.keys());
  const undetermined = solveRemoved({ checker: plain, points: full, known }).length;
  const isLinear = (row: Row): boolean => row.A.length === 0 || row.B.length === 0;
  const lostLinear = plain.rows.filter(
    (row) => isLinear(row) && full.some((point) => residual(row, point) !== 0n),
  );
  const before = polynomials(
    plain.rows.filter((row) => !isLinear(row)),
    full,
  );
  const after = polynomials(optimised.rows, small);
  return {
    undetermined,
    lostLinear: lostLinear.length,
    lost: missing(before, after),
    added: missing(after, before),
  };
}

const missing = (from: ReadonlySet<string>, other: ReadonlySet<string>): number =>
  [...from].filter((item) => !other.has(item)).length;

function randomPoint(wires: number): bigint[] {
  const element = () => BigInt(`0x${randomBytes(48).toString('hex')}`) % SCALAR_ORDER;
  return [1n, ...Array.from({ length: wires - 1 }, element)];
}

/** The rows that do not vanish, each by the ratios of its values at the points. */
function polynomials(rows: readonly Row[], points: bigint[][]): Set<string> {
  const values = rows
    .map((row) => points.map((point) => residual(row, point)))
    .filter((at) => at.some((value) => value !== 0n));
  const factors = inverseAll(values.map((at) => at[0]!));
  return new Set(values.map((at, i) => at.map((value) => mod(value * factors[i]!)).join()));
}
