// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER as R } from '../lib/field.ts';
import { inverse, mod } from '../pipeline/modular.ts';
import { type Checker, type Row, sum } from './createChecker.ts';

/** Several assignments of the same wires, solved side by side. */
type Points = bigint[][];

/** An equation sum(coefficient * unknown) = value, with one value for each point. */
interface Equation {
  coefficients: Map<number, bigint>;
  values: bigint[];
}

/**
 * Fills in, at several points at once, the wires that an optimiser removed, from the rows it can have
 * used: linear ones, and products of which one factor is constant. A wire is constant when it has the
 * same value at all points, which for random points no other wire has.
 * @param o.points assignments whose `known` wires are set; the others are overwritten
 * @returns the wires that these rows do not determine
 */
export function solveRemoved(o: {
  checker: Checker;
  points: Points;
  known: ReadonlySet<number>;
}): number[] {
  const { checker, points } = o;
  const unknown = new Set<number>();
  for (let wire = 1; wire < checker.wires; wire++) if (!o.known.has(wire)) unknown.add(wire);
  const inverses = new Map<bigint, bigint>([[1n, 1n]]);
  const queue = checker.rows.map((_, row) => row);

  for (;;) {
    for (let row = queue.pop(); row !== undefined; row = queue.pop()) {
      const open = checker.rows[row]!.wires.filter((wire) => unknown.has(wire));
      if (open.length === 1) settle(eliminate(equationsOf([row])));
    }
    const before = unknown.size;
    for (const block of blocks()) settle(eliminate(equationsOf(block)));
    if (unknown.size === before) return [...unknown];
  }

  function settle(solved: Map<number, bigint[]>): void {
    for (const [wire, values] of solved) {
      values.forEach((value, i) => {
        points[i]![wire] = value;
      });
      unknown.delete(wire);
      queue.push(...checker.rowsOf(wire));
    }
  }

  function equationsOf(rows: Iterable<number>): Equation[] {
    return [...rows].flatMap((row) => linearForm(checker.rows[row]!) ?? []);
  }

  function isConstant(terms: Row['A']): boolean {
    return terms.every(
      ({ wire }) => !unknown.has(wire) && points.every((p) => p[wire] === points[0]![wire]),
    );
  }

  /** The row as an equation in the unknown wires, when it is linear in them. */
  function linearForm(row: Row): Equation | undefined {
    const constantA = isConstant(row.A);
    if (!constantA && !isConstant(row.B)) return undefined;
    const [factor, other] = constantA ? [row.A, row.B] : [row.B, row.A];
    const scale = sum(factor, points[0]!);
    const coefficients = new Map<number, bigint>();
    const values = points.map(() => 0n);
    const add = (terms: Row['A'], times: bigint): void => {
      for (const { wire, coefficient } of terms) {
        const c = coefficient * times;
        if (unknown.has(wire)) coefficients.set(wire, mod((coefficients.get(wire) ?? 0n) + c));
        else
          for (const [i, point] of points.entries()) values[i] = mod(values[i]! - c * point[wire]!);
      }
    };
    add(other, scale);
    add(row.C, -1n);
    return { coefficients, values };
  }

  /** Gauss-Jordan; wires whose equation still holds another unknown stay out. */
  function eliminate(equations: Equation[]): Map<number, bigint[]> {
    const pivots = new Map<number, Equation>();
    for (const equation of equations) {
      for (const [wire, pivot] of pivots) subtract(equation, pivot, wire);
      const first = [...equation.coefficients].find(([, c]) => c !== 0n);
      if (!first) continue;
      const [wire, coefficient] = first;
      const factor = invert(coefficient);
      for (const [w, c] of equation.coefficients) equation.coefficients.set(w, (c * factor) % R);
      equation.values = equation.values.map((v) => (v * factor) % R);
      for (const pivot of pivots.values()) subtract(pivot, equation, wire);
      pivots.set(wire, equation);
    }
    const solved = new Map<number, bigint[]>();
    for (const [wire, { coefficients, values }] of pivots) {
      if ([...coefficients].every(([w, c]) => w === wire || c === 0n)) solved.set(wire, values);
    }
    return solved;
  }

  function subtract(from: Equation, pivot: Equation, wire: number): void {
    const factor = from.coefficients.get(wire) ?? 0n;
    if (factor === 0n) return;
    for (const [w, c] of pivot.coefficients) {
      from.coefficients.set(w, mod((from.coefficients.get(w) ?? 0n) - factor * c));
    }
    from.values = from.values.map((v, i) => mod(v - factor * pivot.values[i]!));
  }

  function invert(value: bigint): bigint {
    const found = inverses.get(value) ?? inverse(value);
    inverses.set(value, found);
    return found;
  }

  /** Rows that are linear in the unknown wires, grouped by the unknown wires they share. */
  function blocks(): Set<number>[] {
    const seen = new Set<number>();
    const found: Set<number>[] = [];
    for (const start of unknown) {
      if (seen.has(start)) continue;
      const rows = new Set<number>();
      const stack = [start];
      for (let wire = stack.pop(); wire !== undefined; wire = stack.pop()) {
        if (seen.has(wire)) continue;
        seen.add(wire);
        for (const row of checker.rowsOf(wire)) {
          if (!isLinearInUnknown(checker.rows[row]!)) continue;
          rows.add(row);
          stack.push(...checker.rows[row]!.wires.filter((w) => unknown.has(w)));
        }
      }
      if (rows.size > 0) found.push(rows);
    }
    return found;
  }

  function isLinearInUnknown(row: Row): boolean {
    return isConstant(row.A) || isConstant(row.B);
  }
}
