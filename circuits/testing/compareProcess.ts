// SPDX-License-Identifier: GPL-3.0-or-later
// A process that compares a shipped circuit with its reference; what to compare is its argument, as JSON.
// Sends the inputs on which they differ, for every so many inputs that it has compared. Not a thread:
// snarkjs takes every thread for one of its own.
import { programs } from '../programs/programs.ts';
import { edgeInputs, randomInputs } from './edgeInputs.ts';
import { differences } from './programCases.ts';
import { shipped } from './shipped.ts';

/** What the process is given. */
export interface CompareTask {
  /** Of a shipped program. */
  name: string;
  /** Random inputs. */
  cases: number;
  /** Begin with the edge inputs. */
  edges: boolean;
}

/** What it sends. */
export interface Compared {
  inputs: number;
  /** Hex, without 0x. */
  different: string[];
}

const CHUNK = 100;

const { name, cases, edges } = JSON.parse(process.argv[2]!) as CompareTask;
const program = programs[name]!;
const { generator } = await shipped(name);

async function compare(inputs: readonly Uint8Array[]): Promise<void> {
  const found = await differences({ program, generator, inputs });
  const different = found.map((input) => Buffer.from(input).toString('hex'));
  process.send!({ inputs: inputs.length, different } satisfies Compared);
}

if (edges) await compare(edgeInputs(program));
for (let done = 0; done < cases; done += CHUNK) {
  await compare([...randomInputs(program, Math.min(CHUNK, cases - done))]);
}
