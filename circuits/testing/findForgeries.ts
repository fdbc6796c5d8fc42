// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
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
 * the negation, flipped bits, a random number), then tries to repair the violated rows by solving up to
 * `repairs` further wires that occur linearly. What it finds is real; what it does not find proves
 * nothing.
 * @param o.fixed wires that keep their honest value: the constant and the inputs that define the case
 * @param o.wires wires to start from; all unless told
 */
export function findForgeries(o: {
  checker: Checker;
  witness: readonly bigint[];
  fixed: ReadonlySet<number>;
  repairs: number;
  wires?: Iterable<number> | undefined;
}): Forgery[] {
  const found: Forgery[] = [];
  const witness = [...o.witness];
  for (const wire of o.wires ?? witness.keys()) {
    if (o.fixed.has(wire)) continue;
    const honest = witness[wire]!;
    for (const value of mutants(honest)) {
      witness[wire] = value;
      const forged = repair({ ...o, witness, changed: [wire], left: o.repairs });
      if (forged) found.push({ wire, ...forged });
    }
    witness[wire] = honest;
  }
  return found;
}

const random = (): bigint => BigInt(`0x${randomBytes(40).toString('hex')}`);

function mutants(honest: bigint): Set<bigint> {
  const values = [honest + 1n, honest - 1n, -honest, honest ^ 1n, honest ^ 256n, random()].map(mod);
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
