// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER } from '../lib/field.ts';
import type { Checker, Row, Term } from './createChecker.ts';

/**
 * Looks for bit decompositions that are long enough to hold their number plus the field's order, and
 * gives the assignments in which they do: the bits of `x + order` instead of those of `x`. Needs a
 * system with its linear rows, so one compiled at O0 or O1.
 */
export function findAliases(o: {
  checker: Checker;
  witness: readonly bigint[];
}): { wires: number[]; witness: bigint[] }[] {
  const found: { wires: number[]; witness: bigint[] }[] = [];
  for (const row of o.checker.rows) {
    const bits = decomposition(row, o.witness);
    if (!bits) continue;
    const value = bits.reduce((sum, wire, i) => sum + (o.witness[wire]! << BigInt(i)), 0n);
    const alias = value + SCALAR_ORDER;
    if (alias >= 1n << BigInt(bits.length)) continue;
    const witness = [...o.witness];
    bits.forEach((wire, i) => {
      witness[wire] = (alias >> BigInt(i)) & 1n;
    });
    found.push({ wires: bits, witness });
  }
  return found;
}

const SHORTEST = 254;

/** Wires with coefficients s, 2s, 4s, … and the values 0 or 1, of a linear row; lowest first. */
function decomposition(row: Row, witness: readonly bigint[]): number[] | undefined {
  if (row.A.length > 0 && row.B.length > 0) return undefined;
  const terms = row.C.filter(({ wire }) => wire !== 0 && witness[wire]! <= 1n);
  if (terms.length < SHORTEST) return undefined;
  const wireOf = new Map(terms.map((term: Term) => [term.coefficient, term.wire]));
  for (const scale of [1n, SCALAR_ORDER - 1n]) {
    const wires: number[] = [];
    for (let c = scale; wireOf.has(c); c = (c * 2n) % SCALAR_ORDER) wires.push(wireOf.get(c)!);
    if (wires.length >= SHORTEST) return wires;
  }
  return undefined;
}
