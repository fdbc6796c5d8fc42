// SPDX-License-Identifier: GPL-3.0-or-later
import { BadCircuitFileError } from '../errors.ts';
import type { KeyPoints } from './zkeyFile.ts';

/** One step of phase 2 as the key file itself records it. */
export interface KeyContribution {
  name: string;
  /** Of a beacon; absent where the secret came from a person. */
  beacon?: { hash: string; iterationsPower: number };
}

/** What a proving key file says beside the points that only a prover needs. */
export interface KeyFile {
  points: Pick<KeyPoints, 'alpha1' | 'beta2' | 'gamma2' | 'delta2' | 'ic'>;
  wires: number;
  publics: number;
  contributions: KeyContribution[];
}

const G1_SIZE = 64;
const G2_SIZE = 128;
const HEADER = 2;
const IC = 3;
const CEREMONY = 10;

/**
 * Reads the verification key and the ceremony's record from a proving key file of snarkjs (`zkey`,
 * version 1, Groth16 over BN254).
 * @throws BadCircuitFileError
 */
export function readZkey(bytes: Uint8Array): KeyFile {
  const sections = readSections(bytes);
  const header = sections.get(HEADER)!;
  const view = viewOf(header);
  // Two field orders, each a length and 32 bytes, then three sizes.
  const [wires, publics] = [view.getUint32(72, true), view.getUint32(76, true)];
  const at = 84;
  const g1 = (offset: number): Uint8Array => header.slice(at + offset, at + offset + G1_SIZE);
  const g2 = (offset: number): Uint8Array => header.slice(at + offset, at + offset + G2_SIZE);
  return {
    points: {
      alpha1: g1(0),
      beta2: g2(2 * G1_SIZE),
      gamma2: g2(2 * G1_SIZE + G2_SIZE),
      delta2: g2(3 * G1_SIZE + 2 * G2_SIZE),
      ic: sections.get(IC)!,
    },
    wires,
    publics,
    contributions: readContributions(sections.get(CEREMONY)!),
  };
}

function readSections(bytes: Uint8Array): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  const view = viewOf(bytes);
  const isZkey = bytes.length > 12 && Buffer.from(bytes.subarray(0, 4)).toString() === 'zkey';
  for (let at = 12, left = isZkey ? view.getUint32(8, true) : 0; left > 0; left--) {
    if (at + 12 > bytes.length) break;
    const size = Number(view.getBigUint64(at + 4, true));
    found.set(view.getUint32(at, true), bytes.subarray(at + 12, at + 12 + size));
    at += 12 + size;
  }
  if ([HEADER, IC, CEREMONY].every((id) => found.has(id))) return found;
  throw new BadCircuitFileError({ what: 'proving key', details: 'no zkey file, or cut short' });
}

/** Hash of the circuit, count, then for each: four points, a hash, a type and tagged parameters. */
function readContributions(section: Uint8Array): KeyContribution[] {
  const view = viewOf(section);
  const found: KeyContribution[] = [];
  let at = 68;
  for (let left = view.getUint32(64, true); left > 0; left--) {
    at += 3 * G1_SIZE + G2_SIZE + 64 + 4;
    const end = at + 4 + view.getUint32(at, true);
    found.push(readParameters(section.subarray(at + 4, end)));
    at = end;
  }
  return found;
}

function readParameters(bytes: Uint8Array): KeyContribution {
  let name = '';
  let hash: string | undefined;
  let iterationsPower = 0;
  for (let at = 0; at < bytes.length; ) {
    const [tag, size] = [bytes[at]!, bytes[at + 1]!];
    const value = Buffer.from(bytes.subarray(at + 2, at + 2 + size));
    if (tag === 2) iterationsPower = size;
    else if (tag === 1) name = value.toString('utf8');
    else hash = value.toString('hex');
    // The power is one byte without a length.
    at += tag === 2 ? 2 : 2 + size;
  }
  return hash === undefined ? { name } : { name, beacon: { hash, iterationsPower } };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
