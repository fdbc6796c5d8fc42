// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER as R } from '../lib/field.ts';
import type { R1cs } from './readR1cs.ts';

/** Points of a Groth16 key: affine, Montgomery form, little-endian, one after the other. */
export interface KeyPoints {
  alpha1: Uint8Array;
  beta1: Uint8Array;
  delta1: Uint8Array;
  beta2: Uint8Array;
  gamma2: Uint8Array;
  delta2: Uint8Array;
  /** One for the constant and each public wire. */
  ic: Uint8Array;
  /** One for each wire. */
  a: Uint8Array;
  b1: Uint8Array;
  b2: Uint8Array;
  /** One for each private wire. */
  c: Uint8Array;
  /** One for each row of the domain. */
  h: Uint8Array;
}

/** R² of Montgomery form: the prover multiplies coefficients by plain witness values in that form. */
const MONTGOMERY_SQUARED = 2n ** 512n % R;
const TERM_SIZE = 44;

/**
 * A proving key in the file format of snarkjs (`zkey`, version 1, protocol 1 = Groth16, sections 1 to
 * 10; the last one lists ceremony contributions, of which a DEV key has none).
 * @param o.baseField order q of the field of the coordinates
 */
export function zkeyFile(o: {
  r1cs: R1cs;
  points: KeyPoints;
  domainSize: number;
  baseField: bigint;
}): Uint8Array {
  const p = o.points;
  const sections: Uint8Array[][] = [
    [uint32(1)],
    header(o),
    [p.ic],
    [terms(o.r1cs)],
    [p.a],
    [p.b1],
    [p.b2],
    [p.c],
    [p.h],
    [new Uint8Array(64), uint32(0)],
  ];
  const parts = [Buffer.from('zkey'), uint32(1), uint32(sections.length)];
  sections.forEach((section, i) => {
    parts.push(uint32(i + 1), uint64(section.reduce((size, part) => size + part.length, 0)));
    parts.push(...section);
  });
  return Buffer.concat(parts);
}

function header(o: {
  r1cs: R1cs;
  points: KeyPoints;
  domainSize: number;
  baseField: bigint;
}): Uint8Array[] {
  const p = o.points;
  const fields = [uint32(32), field(o.baseField), uint32(32), field(R)];
  const sizes = [o.r1cs.wires, o.r1cs.publics, o.domainSize].map(uint32);
  return [...fields, ...sizes, p.alpha1, p.beta1, p.beta2, p.gamma2, p.delta1, p.delta2];
}

/** Terms of A and B row by row, then one term of A for the constant and each public wire. */
function terms(r1cs: R1cs): Uint8Array {
  const { A, B } = r1cs;
  const count = A.row.length + B.row.length + r1cs.publics + 1;
  const out = Buffer.alloc(4 + count * TERM_SIZE);
  out.writeUInt32LE(count, 0);
  let at = 4;
  const put = (matrix: number, row: number, wire: number, coefficient: bigint): void => {
    out.writeUInt32LE(matrix, at);
    out.writeUInt32LE(row, at + 4);
    out.writeUInt32LE(wire, at + 8);
    out.set(field((coefficient * MONTGOMERY_SQUARED) % R), at + 12);
    at += TERM_SIZE;
  };
  let a = 0;
  let b = 0;
  for (let row = 0; row < r1cs.constraints; row++) {
    for (; A.row[a] === row; a++) put(0, row, A.wire[a]!, A.coefficient[a]!);
    for (; B.row[b] === row; b++) put(1, row, B.wire[b]!, B.coefficient[b]!);
  }
  for (let wire = 0; wire <= r1cs.publics; wire++) put(0, r1cs.constraints + wire, wire, 1n);
  return out;
}

function uint32(value: number): Uint8Array {
  const out = Buffer.alloc(4);
  out.writeUInt32LE(value);
  return out;
}

function uint64(value: number): Uint8Array {
  const out = Buffer.alloc(8);
  out.writeBigUInt64LE(BigInt(value));
  return out;
}

function field(value: bigint): Uint8Array {
  const out = Buffer.alloc(32);
  for (let i = 0; i < 4; i++)
    out.writeBigUInt64LE((value >> BigInt(64 * i)) & (2n ** 64n - 1n), 8 * i);
  return out;
}
