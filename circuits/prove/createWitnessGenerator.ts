// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from 'node:fs/promises';
import type { WitnessCalculator } from 'circom_runtime';
import { WitnessError } from '../errors.ts';
import { readSignals } from './readSignals.ts';

/** Computes assignments of all wires from the inputs of a circuit. */
export interface WitnessGenerator {
  /** Values of all wires, wire 0 being the constant 1. @throws WitnessError */
  values(inputs: Record<string, unknown>): Promise<bigint[]>;
  /** Values of the wires 1 to `count` alone, several times faster. @throws WitnessError */
  signals(inputs: Record<string, unknown>, count: number): Promise<bigint[]>;
  /** The same as a `wtns` file. @throws WitnessError */
  file(inputs: Record<string, unknown>): Promise<Uint8Array>;
}

/**
 * Compiles a witness module once. Every call runs in a fresh instance, so a failed call leaves no
 * trace, and messages of the circuit go into the error instead of onto the console.
 */
export async function createWitnessGenerator(o: {
  name: string;
  wasmPath: string;
}): Promise<WitnessGenerator> {
  const { WitnessCalculatorBuilder } = await import('circom_runtime');
  const calculator = (instance: WebAssembly.Instance): Promise<WitnessCalculator> =>
    WitnessCalculatorBuilder(instance);
  const module = await WebAssembly.compile(await readFile(o.wasmPath));

  async function run<T>(calculate: (instance: WebAssembly.Instance) => Promise<T>): Promise<T> {
    const messages: string[] = [];
    try {
      return await calculate(instantiate(module, messages));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new WitnessError({ name: o.name, details: [...messages, reason].join('\n'), cause });
    }
  }

  return {
    values: (inputs) =>
      run(async (instance) => (await calculator(instance)).calculateWitness(inputs)),
    signals: (inputs, count) => run(async (instance) => readSignals({ instance, inputs, count })),
    file: (inputs) =>
      run(async (instance) => (await calculator(instance)).calculateWTNSBin(inputs)),
  };
}

const FAULTS: Readonly<Record<number, string>> = {
  1: 'signal not found',
  2: 'too many signals set',
  3: 'signal already set',
  4: 'a constraint or assertion does not hold',
  5: 'not enough memory',
  6: 'an input array is too long',
};

function instantiate(module: WebAssembly.Module, messages: string[]): WebAssembly.Instance {
  const readMessage = (): string => {
    const next = instance.exports['getMessageChar'] as () => number;
    let text = '';
    for (let char = next(); char !== 0; char = next()) text += String.fromCharCode(char);
    return text;
  };
  const instance = new WebAssembly.Instance(module, {
    runtime: {
      exceptionHandler(code: number): void {
        // Leaves the WebAssembly frame; caught above and made a WitnessError.
        throw new RangeError(FAULTS[code] ?? `fault ${code}`);
      },
      printErrorMessage: () => messages.push(readMessage()),
      writeBufferMessage: readMessage,
      showSharedRWMemory: () => undefined,
    },
  });
  return instance;
}
