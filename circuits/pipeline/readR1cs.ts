// SPDX-License-Identifier: GPL-3.0-or-later
import { BadCircuitFileError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';

/** Terms `coefficient * wire` of one of the three matrices, row by row, in file order. */
export interface SparseMatrix {
  row: number[];
  wire: number[];
  coefficient: bigint[];
}

/** A rank-1 constraint system over the BN254 scalar field: (A·w) ∘ (B·w) = C·w. */
export interface R1cs {
  /** Wires, the constant 1 (wire 0) included. Public signals are the wires 1 to `publics`. */
  wires: number;
  /** Public outputs and public inputs. */
  publics: number;
  constraints: number;
  A: SparseMatrix;
  B: SparseMatrix;
  C: SparseMatrix;
}

const HEADER_SECTION = 1;
const CONSTRAINTS_SECTION = 2;

/**
 * Parses a binary R1CS file (iden3 r1cs format, version 1).
 * @throws BadCircuitFileError
 */
export function readR1cs(bytes: Uint8Array): R1cs {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = findSections(view);
  const header = readHeader(view, sections.get(HEADER_SECTION)!);
  const matrices = readMatrices(view, sections.get(CONSTRAINTS_SECTION)!, header.constraints);
  return { ...header, ...matrices };
}

function findSections(view: DataView): Map<number, number> {
  const magic = view.byteLength >= 12 ? view.getUint32(0, true) : 0;
  const found = new Map<number, number>();
  if (magic === 0x73633172 && view.getUint32(4, true) === 1) {
    let at = 12;
    for (let left = view.getUint32(8, true); left > 0; left--) {
      found.set(view.getUint32(at, true), at + 12);
      at += 12 + Number(view.getBigUint64(at + 4, true));
    }
  }
  if (!found.has(HEADER_SECTION) || !found.has(CONSTRAINTS_SECTION)) {
    throw new BadCircuitFileError({ what: 'r1cs file', details: 'no header or no constraints' });
  }
  return found;
}

function readHeader(view: DataView, at: number) {
  if (view.getUint32(at, true) !== 32 || readField(view, at + 4) !== SCALAR_ORDER) {
    throw new BadCircuitFileError({
      what: 'r1cs file',
      details: 'not over the BN254 scalar field',
    });
  }
  const [wires, outputs, inputs] = [36, 40, 44].map((i) => view.getUint32(at + i, true));
  return {
    wires: wires!,
    publics: outputs! + inputs!,
    constraints: view.getUint32(at + 60, true),
  };
}

function readMatrices(view: DataView, start: number, constraints: number) {
  const empty = (): SparseMatrix => ({ row: [], wire: [], coefficient: [] });
  const matrices = { A: empty(), B: empty(), C: empty() };
  let at = start;
  for (let row = 0; row < constraints; row++) {
    for (const matrix of [matrices.A, matrices.B, matrices.C]) {
      let terms = view.getUint32(at, true);
      for (at += 4; terms > 0; terms--, at += 36) {
        matrix.row.push(row);
        matrix.wire.push(view.getUint32(at, true));
        matrix.coefficient.push(readField(view, at + 4));
      }
    }
  }
  return matrices;
}

function readField(view: DataView, at: number): bigint {
  const low = view.getBigUint64(at, true) | (view.getBigUint64(at + 8, true) << 64n);
  const high = view.getBigUint64(at + 16, true) | (view.getBigUint64(at + 24, true) << 64n);
  return low | (high << 128n);
}
