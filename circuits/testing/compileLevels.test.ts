// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { batchCircuitInputs } from '../batch/batchCircuitInputs.ts';
import { batchMessage } from '../batch/batchMessage.ts';
import { signBatch } from '../batch/batchSignature.ts';
import { deriveUserKey, deriveValidatorKey } from '../batch/deriveKey.ts';
import { circuitDefinition } from '../pipeline/circuitDefinitions.ts';
import { programs } from '../programs/programs.ts';
import { compareSystems, type Differences } from './compareSystems.ts';
import { compileForTest, type TestCircuit } from './compileForTest.ts';
import { type Checker, createChecker } from './createChecker.ts';

// The optimiser of the compiler removes wires and rows, and has removed contradictory ones
// (iden3/circom issue 425). Circuits ship at O2 only because of this comparison with O0. Good
// witness: all levels accept it and agree on the wires they kept. Bad witnesses: compareSystems.

interface Level extends TestCircuit {
  checker: Checker;
}

const NONE: Differences = { undetermined: 0, lostLinear: 0, lost: 0, added: 0 };

async function compileLevel(main: string, flag: string): Promise<Level> {
  const circuit = await compileForTest({ main, flags: [flag] });
  return { ...circuit, checker: createChecker(circuit.r1cs) };
}

function keptWires(plain: Level, optimised: Level): Map<number, number> {
  const pairs = new Map<number, number>([[0, 0]]);
  for (const [label, wire] of optimised.wires) {
    if (wire >= 0) pairs.set(plain.wires.get(label)!, wire);
  }
  return pairs;
}

function differences(plain: Level, optimised: Level): Differences {
  const kept = keptWires(plain, optimised);
  return compareSystems({ plain: plain.checker, optimised: optimised.checker, kept });
}

async function expectSameMeaning(main: string, inputs: Record<string, unknown>) {
  const plain = await compileLevel(main, '--O0');
  const full = await plain.generator.values(inputs);
  expect(plain.checker.firstViolated(full)).toBeUndefined();
  for (const flag of ['--O1', '--O2']) {
    const level = await compileLevel(main, flag);
    const values = await level.generator.values(inputs);
    expect(level.checker.firstViolated(values)).toBeUndefined();
    for (const [wire, image] of keptWires(plain, level)) expect(values[image]).toBe(full[wire]);
    // At O1 linear rows remain, so the kept wires are not free and only O2 can be compared whole.
    if (flag === '--O2') expect(differences(plain, level)).toEqual(NONE);
  }
}

test.each(Object.values(programs))('$name means the same at O0, O1 and O2', async (program) => {
  const { publicKey } = deriveUserKey('0x01');
  const input = Uint8Array.from({ length: program.inputLength }, (_, i) => (i * 37) % 256);
  const job = { input, userKey: publicKey, salt: 3n, ctx: 4n, randomness: 5n };
  await expectSameMeaning(circuitDefinition(program.name).main, program.circuitInputs(job));
});

test('batch-k-of-3 means the same at O0, O1 and O2', async () => {
  const keys = (['0x01', '0x02', '0x03'] as const).map(deriveValidatorKey);
  const message = batchMessage({ domain: 5n, epoch: 1n, inputSnark: 7n });
  const [first, , third] = keys.map(({ secret }) => signBatch({ secret, message }));
  const inputs = batchCircuitInputs({
    set: { epoch: 1n, k: 2, keys: keys.map((key) => key.publicKey) },
    domain: 5n,
    inputSnark: 7n,
    signatures: [first, undefined, third],
  });
  await expectSameMeaning(circuitDefinition('batch-k-of-3').main, inputs);
});

test('the comparison sees a contradiction that the optimiser drops', async () => {
  const main = 'testing/circuits/contradiction.circom';
  const [plain, optimised] = [await compileLevel(main, '--O0'), await compileLevel(main, '--O2')];
  expect(differences(plain, optimised)).toEqual({ ...NONE, lostLinear: 1 });
});
