// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { deriveUserKey } from '../../batch/deriveKey.ts';
import { BadKeyError, BadLengthError, NotFieldElementError, WitnessError } from '../../errors.ts';
import { commitBytes } from '../../lib/commitBytes.ts';
import { SCALAR_ORDER } from '../../lib/field.ts';
import { createChecker } from '../../testing/createChecker.ts';
import { findForgeries } from '../../testing/findForgeries.ts';
import { shipped } from '../../testing/shipped.ts';
import { generateModel, type Layer, MODEL_SEED, modelAsCircom, modelAsJson } from './generate.ts';
import { mlpInt8 } from './mlpInt8.ts';
import { model } from './reference.ts';

const KEY = deriveUserKey('0x01').publicKey;
const OUTPUT = 1;
const INPUT = 2;
const CTX = 3;

let circuit: Awaited<ReturnType<typeof shipped>>;

beforeAll(async () => {
  circuit = await shipped('mlp-int8');
}, 120_000);

const int8 = (values: number[]): Uint8Array => Uint8Array.from(values, (v) => v & 0xff);
const first: Layer = model.layers[0];

/** Extremes of every hidden accumulator, constants, and alternations. */
function edgeInputs(): Uint8Array[] {
  const uniform = [0, 1, -1, 127, -128].map((v) => int8(Array(16).fill(v)));
  const extremes = first.weights.flatMap((row) => [
    int8(row.map((w) => (w > 0 ? 127 : -128))),
    int8(row.map((w) => (w > 0 ? -128 : 127))),
  ]);
  return [
    ...uniform,
    int8(Array.from({ length: 16 }, (_, i) => (i % 2 ? 127 : -128))),
    ...extremes,
  ];
}

/** Random inputs for which some hidden accumulator lies exactly between two quotients. */
function tiedInputs(count: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  while (found.length < count) {
    const input = randomBytes(16);
    const x = Int8Array.from(input);
    const accs = first.weights.map((row, j) =>
      row.reduce((s, w, i) => s + w * x[i]!, first.bias[j]!),
    );
    if (accs.some((acc) => (acc + 128) % 256 === 0 && acc < 0)) found.push(input);
  }
  return found;
}

/** Circuit inputs without the costly check of the key. */
const witnessInputs = (input: Uint8Array) => ({
  bytes: Array.from(input, BigInt),
  pkx: KEY[0],
  pky: KEY[1],
  salt: 5n,
  inputCommitment: commitBytes({ domain: 'BIGIN/1', bytes: input, extra: [...KEY, 5n] }),
  ctx: 77n,
});

test('the circuit equals the reference on edge, tied and random inputs', async () => {
  const random = Array.from({ length: 200 }, () => randomBytes(16));
  for (const input of [...edgeInputs(), ...tiedInputs(10), ...random]) {
    const witness = await circuit.generator.values(witnessInputs(input));
    const expected = mlpInt8.outputCommitment(mlpInt8.run(input));
    expect([input, witness[OUTPUT]]).toEqual([input, expected]);
  }
});

test('the outputs reach both saturations and zero', () => {
  const outputs = new Set(
    Array.from({ length: 2000 }, () => [...Int8Array.from(mlpInt8.run(randomBytes(16)))]).flat(),
  );
  expect([-128, 127, 0].every((v) => outputs.has(v))).toBe(true);
});

test('public signals are the commitments and ctx', async () => {
  const input = randomBytes(16);
  const inputs = mlpInt8.circuitInputs({ input, userKey: KEY, salt: 5n, ctx: 77n });
  const witness = await circuit.generator.values(inputs);
  expect(circuit.artifacts.manifest.publicSignals).toEqual([
    'outputCommitment',
    'inputCommitment',
    'ctx',
  ]);
  expect(witness[INPUT]).toBe(mlpInt8.inputCommitment({ input, userKey: KEY, salt: 5n }));
  expect(witness[CTX]).toBe(77n);
  expect(circuit.artifacts.manifest.sourceSha256).toBe(mlpInt8.sourceSha256);
});

test('commitments of a published vector', () => {
  const input = Uint8Array.from({ length: 16 }, (_, i) => 16 * i);
  expect(Buffer.from(mlpInt8.run(input)).toString('hex')).toMatchInlineSnapshot(`"b6386d1d"`);
  const commitment = mlpInt8.inputCommitment({ input, userKey: KEY });
  expect(commitment).toMatchInlineSnapshot(
    `19736338508516209282961819740324016028738126190901504507461890228161854516265n`,
  );
  expect(mlpInt8.outputCommitment(mlpInt8.run(input))).toMatchInlineSnapshot(
    `14653301177816198440508198572222181546681904888576453707400375787216083447607n`,
  );
  expect(mlpInt8.ioSchemaHash).toMatchInlineSnapshot(
    `"0x82fdd587d615209a4d6dc71900de6f21e2b60f11bdda2bebb36d27b4d5a08390"`,
  );
});

test.each([
  ['another input', { bytes: Array(16).fill(1n) }],
  ['a byte of 256', { bytes: [256n, ...Array(15).fill(0n)] }],
  ['another user key', { pkx: 1n }],
  ['another salt', { salt: 6n }],
  ['another commitment', { inputCommitment: 1n }],
])('%s does not open the input commitment', async (_what, change) => {
  const inputs = { ...witnessInputs(new Uint8Array(16)), ...change };
  await expect(circuit.generator.values(inputs)).rejects.toThrow(WitnessError);
});

test('no forged assignment changes a public signal', async () => {
  const checker = createChecker(circuit.r1cs);
  const witness = await circuit.generator.values(witnessInputs(randomBytes(16)));
  expect(checker.firstViolated(witness)).toBeUndefined();
  for (const signal of [OUTPUT, INPUT, CTX]) {
    const forged = [...witness];
    forged[signal] = (forged[signal]! + 1n) % SCALAR_ORDER;
    expect(checker.firstViolated(forged)).toBeDefined();
  }
  // Wires 1 to 22 are the output and all inputs; the output is the one that must not move.
  const fixed = new Set([0, ...Array.from({ length: 21 }, (_, i) => i + 2)]);
  const found = findForgeries({ checker, witness, fixed, repairs: 1 });
  expect(found.filter((f) => f.changed.includes(OUTPUT))).toEqual([]);
});

test('descriptor refuses wrong lengths, keys and salts', () => {
  const input = new Uint8Array(16);
  expect(() => mlpInt8.run(new Uint8Array(15))).toThrow(BadLengthError);
  expect(() => mlpInt8.outputCommitment(input)).toThrow(BadLengthError);
  expect(() => mlpInt8.inputCommitment({ input, userKey: [0n, 1n] })).toThrow(BadKeyError);
  expect(() => mlpInt8.inputCommitment({ input, userKey: KEY, salt: SCALAR_ORDER })).toThrow(
    NotFieldElementError,
  );
});

test('the executable equals the reference and refuses a wrong length', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mlp-int8-'));
  const [inPath, outPath] = [join(dir, 'in'), join(dir, 'out')];
  const execute = () =>
    promisify(execFile)(process.execPath, [mlpInt8.executablePath, inPath, outPath], { env: {} });
  try {
    for (const input of [edgeInputs()[4]!, tiedInputs(1)[0]!, randomBytes(16)]) {
      await writeFile(inPath, input);
      await execute();
      expect(new Uint8Array(await readFile(outPath))).toEqual(mlpInt8.run(input));
    }
    await writeFile(inPath, new Uint8Array(15));
    await expect(execute()).rejects.toMatchObject({ code: 2 });
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('the committed constants come from the seed and keep within their bounds', async () => {
  const generated = generateModel(MODEL_SEED);
  const committed = (file: string) => readFile(new URL(file, import.meta.url), 'utf8');
  expect(modelAsJson(generated)).toBe(await committed('./weights.json'));
  expect(modelAsCircom(generated)).toBe(await committed('./weights.circom'));
  for (const [layer, low] of [
    [model.layers[0], -128],
    [model.layers[1], 0],
  ] as const) {
    for (const [j, row] of layer.weights.entries()) {
      const half = 2 ** (layer.shift - 1);
      const highest = row.reduce((s, w) => s + w * (w > 0 ? 127 : low), layer.bias[j]! + half);
      const lowest = row.reduce((s, w) => s + w * (w > 0 ? low : 127), layer.bias[j]! + half);
      expect(highest).toBeLessThan(2 ** layer.accBits);
      expect(lowest).toBeGreaterThanOrEqual(-(2 ** layer.accBits));
    }
  }
});
