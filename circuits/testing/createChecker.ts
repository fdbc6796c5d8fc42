// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER as R } from '../lib/field.ts';
import { inverse, mod } from '../pipeline/modular.ts';
import type { R1cs, SparseMatrix } from '../pipeline/readR1cs.ts';

export interface Term {
  wire: number;
  coefficient: bigint;
}

/** One constraint: A · B = C, each a linear form in the wires. */
export interface Row {
  A: Term[];
  B: Term[];
  C: Term[];
  /** Wires that occur, the constant left out. */
  wires: number[];
}

/** Evaluates the rows of a constraint system on any assignment, honest or not. */
export interface Checker {
  rows: readonly Row[];
  wires: number;
  /** Rows in which a wire occurs. */
  rowsOf(wire: number): readonly number[];
  holds(row: number, witness: readonly bigint[]): boolean;
  /** The first row that does not hold, if any. */
  firstViolated(witness: readonly bigint[]): number | undefined;
  /**
   * The value of `wire` that satisfies `row` with all other wires as they are, when there is exactly
   * one and the row is linear in the wire.
   */
  solve(row: number, wire: number, witness: readonly bigint[]): bigint | undefined;
}

/** Indexes a constraint system by row and by wire. */
export function createChecker(r1cs: R1cs): Checker {
  const rows = readRows(r1cs);
  const rowsByWire = Array.from({ length: r1cs.wires }, () => [] as number[]);
  for (const [i, row] of rows.entries()) for (const wire of row.wires) rowsByWire[wire]!.push(i);
  const holds = (row: number, witness: readonly bigint[]): boolean =>
    residual(rows[row]!, witness) === 0n;

  function solve(row: number, wire: number, witness: readonly bigint[]): bigint | undefined {
    const { A, B, C } = rows[row]!;
    const [a, b, c] = [coefficientOf(A, wire), coefficientOf(B, wire), coefficientOf(C, wire)];
    if (a !== 0n && b !== 0n) return undefined;
    const x = witness[wire]!;
    const [a0, b0, c0] = [
      sum(A, witness) - a * x,
      sum(B, witness) - b * x,
      sum(C, witness) - c * x,
    ];
    const slope = mod(a * b0 + b * a0 - c);
    return slope === 0n ? undefined : mod((c0 - a0 * b0) * inverse(slope));
  }

  return {
    rows,
    wires: r1cs.wires,
    rowsOf: (wire) => rowsByWire[wire]!,
    holds,
    firstViolated(witness) {
      const row = rows.findIndex((_, i) => !holds(i, witness));
      return row === -1 ? undefined : row;
    },
    solve,
  };
}

/** A · B − C of one row, 0 when it holds. */
export function residual(row: Row, witness: readonly bigint[]): bigint {
  return mod(sum(row.A, witness) * sum(row.B, witness) - sum(row.C, witness));
}

/** Value of a linear form. */
export function sum(terms: readonly Term[], witness: readonly bigint[]): bigint {
  let total = 0n;
  for (const { wire, coefficient } of terms) total += coefficient * witness[wire]!;
  return total % R;
}

function readRows(r1cs: R1cs): Row[] {
  const rows: Row[] = Array.from({ length: r1cs.constraints }, () => ({
    A: [],
    B: [],
    C: [],
    wires: [],
  }));
  for (const name of ['A', 'B', 'C'] as const) {
    const matrix: SparseMatrix = r1cs[name];
    matrix.coefficient.forEach((coefficient, i) => {
      rows[matrix.row[i]!]![name].push({ wire: matrix.wire[i]!, coefficient });
    });
  }
  for (const row of rows) {
    const wires = [...row.A, ...row.B, ...row.C].map((term) => term.wire);
    row.wires = [...new Set(wires)].filter((wire) => wire !== 0);
  }
  return rows;
}

function coefficientOf(terms: readonly Term[], wire: number): bigint {
  return terms.find((term) => term.wire === wire)?.coefficient ?? 0n;
}
