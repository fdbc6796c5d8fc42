// SPDX-License-Identifier: GPL-3.0-or-later
import { randomBytes } from 'node:crypto';
import { deriveUserKey } from '../batch/deriveKey.ts';
import { deliveryRandomness } from '../delivery/sealOutput.ts';
import { WitnessError } from '../errors.ts';
import { createWitnessGenerator } from '../prove/createWitnessGenerator.ts';
import type { CircuitArtifacts, Program } from '../types.ts';
import { runExecutable } from './runExecutable.ts';

/** An input on which the circuit or the executable differs from the reference. */
export interface ProgramMismatch {
  /** Hex, without 0x. */
  input: string;
  what: 'circuit' | 'executable';
  why: string;
}

const CTX = 1n;
/** Starting a process for each costs more than the whole comparison of the circuit. */
const EXECUTED = 5;

/**
 * Compares circuit and executable with the reference, on all-zero, all-one and random inputs. The
 * executable is run unconfined, with this user's rights, on the first few.
 * @param o.cases random inputs
 * @returns where they differ; empty is a good sign and no proof
 */
export async function compareProgram(o: {
  program: Program;
  artifacts: CircuitArtifacts;
  cases: number;
}): Promise<ProgramMismatch[]> {
  const { program, artifacts } = o;
  const generator = await createWitnessGenerator(artifacts);
  const userKey = deriveUserKey('0x01').publicKey;
  const randomness = deliveryRandomness();
  const found: ProgramMismatch[] = [];
  for (const [i, input] of inputsFor(o).entries()) {
    const note = (what: ProgramMismatch['what'], why: string) =>
      found.push({ input: Buffer.from(input).toString('hex'), what, why });
    const output = program.run(input);
    if (i < EXECUTED) {
      const given = await runExecutable({ program, input });
      if (!Buffer.from(output).equals(given.output)) note('executable', given.why);
    }
    const delivery = program.seal({ output, userKey, randomness });
    const inputs = program.circuitInputs({ input, userKey, randomness, ctx: CTX });
    const want = [
      program.outputCommitment(delivery),
      program.evaluation({ delivery, challenge: CTX }),
    ];
    try {
      const have = await generator.signals(inputs, want.length);
      if (want.some((signal, at) => have[at] !== signal)) note('circuit', 'another output');
    } catch (error) {
      if (!(error instanceof WitnessError)) throw error;
      note('circuit', `no witness: ${error.details}`);
    }
  }
  return found;
}

function inputsFor(o: { program: Program; cases: number }): Uint8Array[] {
  const { inputLength } = o.program;
  const random = Array.from({ length: o.cases }, () => new Uint8Array(randomBytes(inputLength)));
  return [new Uint8Array(inputLength), new Uint8Array(inputLength).fill(255), ...random];
}
