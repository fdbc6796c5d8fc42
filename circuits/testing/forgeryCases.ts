// SPDX-License-Identifier: GPL-3.0-or-later
import { randomInt } from 'node:crypto';
import { batchCircuitInputs } from '../batch/batchCircuitInputs.ts';
import { majorityOf } from '../batch/batchCircuitName.ts';
import { batchMessage } from '../batch/batchMessage.ts';
import { signBatch } from '../batch/batchSignature.ts';
import { deriveValidatorKey } from '../batch/deriveKey.ts';
import { programs } from '../programs/programs.ts';
import type { CircuitName } from '../types.ts';
import { createChecker } from './createChecker.ts';
import { edgeInputs } from './edgeInputs.ts';
import { type Forgery, findForgeries } from './findForgeries.ts';
import { caseInputs } from './programCases.ts';
import { shipped } from './shipped.ts';

/** Inputs of a batch circuit of n slots, the first k of which signed. */
export function batchCase(o: { n: number; k: number }): Record<string, unknown> {
  const keys = Array.from({ length: o.n }, (_, i) => deriveValidatorKey(`0x0${i + 1}`));
  const message = batchMessage({ domain: 5n, epoch: 1n, inputSnark: 7n });
  return batchCircuitInputs({
    set: { epoch: 1n, k: o.k, keys: keys.map(({ publicKey }) => publicKey) },
    ...{ domain: 5n, inputSnark: 7n },
    signatures: keys.map(({ secret }, i) => (i < o.k ? signBatch({ secret, message }) : undefined)),
  });
}

/** Size of a batch circuit, and a majority of it. */
export function majorityCase(name: CircuitName): { n: number; k: number } {
  const n = Number(name.slice('batch-k-of-'.length));
  return { n, k: majorityOf(n) };
}

function honestInputs(name: CircuitName): Record<string, unknown> {
  const program = programs[name];
  if (program) return caseInputs(edgeInputs(program).at(-1)!);
  return batchCase(majorityCase(name));
}

/**
 * Second witnesses of a shipped circuit with other public signals. What defines the case stays: the
 * public inputs of a program and the randomness; of a batch nothing does, since any change of a public
 * signal there is a forgery.
 * @param o.wires number of wires to start from, drawn at random; all when absent
 */
export async function findPublicForgeries(o: {
  name: CircuitName;
  repairs: number;
  wires?: number;
}): Promise<Forgery[]> {
  const { generator, r1cs } = await shipped(o.name);
  const checker = createChecker(r1cs);
  const program = programs[o.name];
  const witness = await generator.values(honestInputs(o.name));
  // Outputs, public inputs, then bytes, pkx, pky, salt, randomness.
  const fixed = program ? [0, 3, 4, program.inputLength + 8] : [0];
  const wires =
    o.wires === undefined
      ? undefined
      : Array.from({ length: o.wires }, () => randomInt(1, r1cs.wires));
  const { repairs } = o;
  const found = findForgeries({ checker, witness, fixed: new Set(fixed), repairs, wires });
  return found.filter(({ changed }) => changed.some((wire) => wire >= 1 && wire <= r1cs.publics));
}
