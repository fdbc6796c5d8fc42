// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Base8, mulPointEscalar } from '@zk-kit/baby-jubjub';
import { describe, expect, test } from 'vitest';
import { deriveUserKey } from '../batch/deriveKey.ts';
import { deliveryRandomness } from '../delivery/sealOutput.ts';
import {
  BadDeliveryError,
  BadKeyError,
  BadLengthError,
  BadRandomnessError,
  NotFieldElementError,
  WitnessError,
} from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { edgeInputs, randomInputs } from '../testing/edgeInputs.ts';
import { caseInputs, caseSignals, differences, USER } from '../testing/programCases.ts';
import { shipped } from '../testing/shipped.ts';
import { programs } from './programs.ts';

const RANDOM_CASES = 300;
/** A point of order four, times any scalar still of low order. */
const LOW_ORDER = [
  18930368022820495955728484915491405972470733850014661777449844430438130630919n,
  0n,
] as const;

describe.each(Object.values(programs))('$name', (program) => {
  const circuit = shipped(program.name);
  const some = (): Uint8Array => edgeInputs(program)[0]!;

  test(`the circuit equals the reference on all edge and ${RANDOM_CASES} random inputs`, async () => {
    const { generator } = await circuit;
    const inputs = [...edgeInputs(program), ...randomInputs(program, RANDOM_CASES)];
    expect(await differences({ program, generator, inputs })).toEqual([]);
  }, 900_000);

  test('has at most 30,000 constraints and the four signals of a job', async () => {
    const { manifest } = (await circuit).artifacts;
    expect(manifest.constraints).toBeLessThanOrEqual(30_000);
    expect(manifest.publicSignals).toEqual([
      'outputCommitment',
      'evaluation',
      'inputCommitment',
      'ctx',
    ]);
    expect(manifest.sourceSha256).toBe(program.sourceSha256);
  });

  test('the executable equals the reference and refuses a wrong length', async () => {
    const dir = await mkdtemp(join(tmpdir(), `${program.name}-`));
    const [inPath, outPath] = [join(dir, 'in'), join(dir, 'out')];
    const execute = () =>
      promisify(execFile)(process.execPath, [program.executablePath, inPath, outPath], { env: {} });
    try {
      for (const input of [...edgeInputs(program), ...randomInputs(program, 6)]) {
        await writeFile(inPath, input);
        await execute();
        expect([input, new Uint8Array(await readFile(outPath))]).toEqual([
          input,
          program.run(input),
        ]);
      }
      await writeFile(inPath, new Uint8Array(program.inputLength + 1));
      await expect(execute()).rejects.toMatchObject({ code: 2 });
    } finally {
      await rm(dir, { recursive: true });
    }
  }, 300_000);

  test('what is sealed can be opened, by the user alone', () => {
    const output = program.run(some());
    const randomness = deliveryRandomness();
    const delivery = program.seal({ output, userKey: USER.publicKey, randomness });
    expect(delivery.length).toBe(program.deliveryLength);
    expect(program.open({ delivery, secret: USER.secret })).toEqual(output);
    const other = deriveUserKey('0x02');
    expect(() => program.open({ delivery, secret: other.secret })).toThrow(BadDeliveryError);
    for (let word = 0; word < delivery.length / 32; word++) {
      const forged = delivery.slice();
      forged[32 * word + 31]! ^= 1;
      expect(() => program.open({ delivery: forged, secret: USER.secret })).toThrow(
        BadDeliveryError,
      );
    }
    const cut = delivery.slice(0, -1);
    expect(() => program.open({ delivery: cut, secret: USER.secret })).toThrow(BadDeliveryError);
    const again = { output, userKey: USER.publicKey, randomness: deliveryRandomness() };
    expect(program.seal(again).subarray(0, 32)).not.toEqual(delivery.subarray(0, 32));
  });

  test('circuitInputs and seal give what the circuit gives', async () => {
    const { generator } = await circuit;
    const [input, userKey, randomness] = [some(), USER.publicKey, deliveryRandomness()];
    const inputs = program.circuitInputs({ input, userKey, randomness, salt: 3n, ctx: 99n });
    const delivery = program.seal({ output: program.run(input), userKey, randomness });
    expect(await generator.signals(inputs, 4)).toEqual([
      program.outputCommitment(delivery),
      program.evaluation({ delivery, challenge: 99n }),
      program.inputCommitment({ input, userKey, salt: 3n }),
      99n,
    ]);
  });

  test('the extremes of the randomness prove, what lies beyond does not', async () => {
    const { generator } = await circuit;
    const inputs = caseInputs(some());
    for (const randomness of [1n, 2n ** 251n - 1n]) {
      const delivery = program.seal({
        output: program.run(some()),
        userKey: USER.publicKey,
        randomness,
      });
      const [commitment] = await generator.signals({ ...inputs, randomness }, 1);
      expect(commitment).toBe(program.outputCommitment(delivery));
    }
    const beyond = generator.signals({ ...inputs, randomness: 2n ** 251n }, 1);
    await expect(beyond).rejects.toThrow(WitnessError);
  });

  test.each([
    ['another input', { bytes: Array(program.inputLength).fill(1n) }],
    ['a byte of 256', { bytes: [256n, ...Array(program.inputLength - 1).fill(0n)] }],
    ['another user key', { pkx: Base8[0], pky: Base8[1] }],
    ['a key off the curve', { pkx: 1n, pky: 1n }],
    ['a key of low order', { pkx: LOW_ORDER[0], pky: LOW_ORDER[1] }],
    ['another salt', { salt: 6n }],
    ['another commitment', { inputCommitment: 1n }],
  ])('%s has no witness', async (_what, change) => {
    const { generator } = await circuit;
    const inputs = { ...caseInputs(some()), ...change };
    await expect(generator.signals(inputs, 4)).rejects.toThrow(WitnessError);
  });

  test('a key of low order has no witness even where the commitment holds it', async () => {
    const { generator } = await circuit;
    const key = mulPointEscalar([...LOW_ORDER], 1n);
    const inputs = caseInputs(some(), [key[0], key[1]]);
    await expect(generator.signals(inputs, 4)).rejects.toThrow(WitnessError);
    const good = caseInputs(some(), [Base8[0], Base8[1]]);
    expect(await generator.signals(good, 4)).toHaveLength(4);
  });

  test('the descriptor refuses wrong lengths, keys, salts and randomness', () => {
    const input = some();
    const userKey = USER.publicKey;
    const output = program.run(input);
    expect(() => program.run(input.slice(1))).toThrow(BadLengthError);
    expect(() => program.inputCommitment({ input: input.slice(1), userKey })).toThrow(
      BadLengthError,
    );
    expect(() => program.inputCommitment({ input, userKey: [0n, 1n] })).toThrow(BadKeyError);
    expect(() => program.inputCommitment({ input, userKey, salt: SCALAR_ORDER })).toThrow(
      NotFieldElementError,
    );
    expect(() => program.seal({ output: output.slice(1), userKey, randomness: 1n })).toThrow(
      BadLengthError,
    );
    for (const randomness of [0n, 2n ** 251n]) {
      expect(() => program.seal({ output, userKey, randomness })).toThrow(BadRandomnessError);
    }
  });

  test('a published vector', () => {
    const input = Uint8Array.from({ length: program.inputLength }, (_, i) => (16 * i) & 0xff);
    expect({
      output: Buffer.from(program.run(input)).toString('hex'),
      signals: caseSignals(program, input).map(String),
      ioSchemaHash: program.ioSchemaHash,
    }).toMatchSnapshot();
  });
});
