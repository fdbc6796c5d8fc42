// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER } from '../lib/field.ts';
import { mod } from '../pipeline/modular.ts';
import type { Checker } from './createChecker.ts';

/** An assignment that satisfies every row although its inputs have another, honest, one. */
export interface Forgery {
  /** The wire that was changed first. */
  wire: number;
  /** All wires with another value than in the honest assignment. */
  changed: number[];
  witness: bigint[];
}

const MAX_CHOICES = 12;

/**
 * Looks for freedom in a circuit: gives every wire that is no input other values (plus and minus one,
 * the negation, a flipped bit, a constant), then tries to repair the violated rows by solving up to
 * `repairs` further wires that occur linearly. What it finds is real; what it does not find proves
 * nothing.
 * @param o.fixed wires that keep their honest value: the constant and the inputs
 */
export function findForgeries(o: {
  checker: Checker;
  witness: readonly bigint[];
  fixed: ReadonlySet<number>;
  repairs: number;
}): Forgery[] {
  const found: Forgery[] = [];
  for (let wire = 0; wire < o.witness.length; wire++) {
    if (o.fixed.has(wire)) continue;
    for (const value of mutants(o.witness[wire]!)) {
      const witness = [...o.witness];
      witness[wire] = value;
      const search = { ...o, witness, changed: [wire], left: o.repairs };
      const forged = repair(search);
      if (forged) found.push({ wire, ...forged });
    }
  }
  return found;
}

function mutants(honest: bigint): Set<bigint> {
  const values = [honest + 1n, honest - 1n, -honest, honest ^ 1n, honest ^ 256n, 424242n].map(mod);
  values.push(mod(SCALAR_ORDER - honest - 1n));
  return new Set(values.filter((value) => value !== honest));
}

interface Search {
  checker: Checker;
  witness: bigint[];
  fixed: ReadonlySet<number>;
  changed: number[];
  left: number;
}

function repair(o: Search): { witness: bigint[]; changed: number[] } | undefined {
  const row = firstViolated(o);
  if (row === undefined) return { witness: [...o.witness], changed: [...o.changed] };
  if (o.left === 0) return undefined;
  const choices = o.checker.rows[row]!.wires.filter(
    (wire) => !o.fixed.has(wire) && !o.changed.includes(wire),
  );
  for (const wire of choices.slice(0, MAX_CHOICES)) {
    const value = o.checker.solve(row, wire, o.witness);
    if (value === undefined) continue;
    const before = o.witness[wire]!;
    o.witness[wire] = value;
    const result = repair({ ...o, changed: [...o.changed, wire], left: o.left - 1 });
    o.witness[wire] = before;
    if (result) return result;
  }
  return undefined;
}

function firstViolated(o: Search): number | undefined {
  for (const wire of o.changed) {
    const row = o.checker.rowsOf(wire).find((r) => !o.checker.holds(r, o.witness));
    if (row !== undefined) return row;
  }
  return undefined;
}
