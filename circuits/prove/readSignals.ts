// SPDX-License-Identifier: GPL-3.0-or-later
import { SCALAR_ORDER } from '../lib/field.ts';

interface Exports {
  init(sanityCheck: number): void;
  writeSharedRWMemory(index: number, value: number): void;
  readSharedRWMemory(index: number): number;
  setInputSignal(hashHigh: number, hashLow: number, index: number): void;
  getInputSignalSize(hashHigh: number, hashLow: number): number;
  getWitness(index: number): void;
}

const WORDS = 8;

/**
 * Runs a fresh instance of a witness module and reads the wires 1 to `count`, nothing else: for
 * comparing many inputs with a reference.
 * @throws RangeError for inputs that are unknown, of the wrong number, or do not satisfy the circuit
 */
export function readSignals(o: {
  instance: WebAssembly.Instance;
  inputs: Record<string, unknown>;
  count: number;
}): bigint[] {
  const circuit = o.instance.exports as unknown as Exports;
  circuit.init(0);
  for (const [name, value] of Object.entries(o.inputs)) {
    const [high, low] = nameHash(name);
    const elements = [value].flat(Number.POSITIVE_INFINITY) as (bigint | number)[];
    const size = circuit.getInputSignalSize(high, low);
    if (size !== elements.length) throw new RangeError(`${name} takes ${size} values`);
    elements.forEach((element, i) => {
      writeField(circuit, BigInt(element));
      circuit.setInputSignal(high, low, i);
    });
  }
  return Array.from({ length: o.count }, (_, i) => {
    circuit.getWitness(i + 1);
    return readField(circuit);
  });
}

function writeField(circuit: Exports, value: bigint): void {
  let rest = ((value % SCALAR_ORDER) + SCALAR_ORDER) % SCALAR_ORDER;
  for (let i = 0; i < WORDS; i++, rest >>= 32n) {
    circuit.writeSharedRWMemory(i, Number(rest & 0xffffffffn));
  }
}

function readField(circuit: Exports): bigint {
  let value = 0n;
  for (let i = WORDS - 1; i >= 0; i--) {
    value = (value << 32n) | BigInt(circuit.readSharedRWMemory(i) >>> 0);
  }
  return value;
}

/** FNV-1a of 64 bits, by which a module knows its inputs. */
function nameHash(name: string): [high: number, low: number] {
  let hash = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(name)) {
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return [Number(hash >> 32n), Number(hash & 0xffffffffn)];
}
