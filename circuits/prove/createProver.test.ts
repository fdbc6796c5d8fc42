// SPDX-License-Identifier: GPL-3.0-or-later
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { buildBn128, type Curve } from 'ffjavascript';
import { type Hex, sliceHex } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchCircuitInputs } from '../batch/batchCircuitInputs.ts';
import { batchMessage } from '../batch/batchMessage.ts';
import { signBatch } from '../batch/batchSignature.ts';
import { deriveUserKey, deriveValidatorKey } from '../batch/deriveKey.ts';
import { ProverClosedError, WitnessError } from '../errors.ts';
import { SCALAR_ORDER } from '../lib/field.ts';
import { mlpInt8 } from '../programs/mlp-int8/mlpInt8.ts';
import { shipped } from '../testing/shipped.ts';
import type { ProofWords, ProveResult, Prover } from '../types.ts';
import { createProver } from './createProver.ts';

const USER = deriveUserKey('0x01').publicKey;
const INPUT = randomBytes(16);
const BASE_ORDER = 21888242871839275222246405745257275088696311157297823662689037894645226208583n;

let prover: Prover;
let proved: ProveResult;
let keyBytes: Hex;

beforeAll(async () => {
  const { artifacts } = await shipped('mlp-int8');
  keyBytes = artifacts.manifest.keyBytes;
  prover = await createProver(artifacts);
  proved = await prover.prove(
    mlpInt8.circuitInputs({ input: INPUT, userKey: USER, ctx: 77n, randomness: 9n }),
  );
}, 120_000);

afterAll(() => prover.close());

test('a job proof verifies and speaks about the job', async () => {
  const input = mlpInt8.inputCommitment({ input: INPUT, userKey: USER });
  const delivery = mlpInt8.seal({ output: mlpInt8.run(INPUT), userKey: USER, randomness: 9n });
  const output = mlpInt8.outputCommitment(delivery);
  const evaluation = mlpInt8.evaluation({ delivery, challenge: 77n });
  expect(proved.signals).toEqual([output, evaluation, input, 77n]);
  expect(await prover.verify(proved)).toBe(true);
});

test('the words and the key bytes satisfy the pairing equation of the contract', async () => {
  const curve = await buildBn128(true);
  expect(pairingHolds({ curve, keyBytes, ...proved })).toBe(true);
  expect(pairingHolds({ curve, keyBytes, ...proved, signals: [1n, 2n, 3n, 4n] })).toBe(false);
});

test('a proof with any word altered is rejected', async () => {
  for (let i = 0; i < 8; i++) {
    for (const change of [1n, BASE_ORDER, -proved.proof[i]!]) {
      const words = [...proved.proof];
      words[i] = words[i]! + change;
      const altered = { signals: proved.signals, proof: words as unknown as ProofWords };
      expect(await prover.verify(altered)).toBe(false);
    }
  }
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = proved.proof;
  const swapped: ProofWords = [ax, ay, bx0, bx1, by0, by1, cx, cy];
  expect(await prover.verify({ ...proved, proof: swapped })).toBe(false);
  const exchanged: ProofWords = [cx, cy, bx1, bx0, by1, by0, ax, ay];
  expect(await prover.verify({ ...proved, proof: exchanged })).toBe(false);
});

test('a proof for other signals is rejected', async () => {
  const [output, value, input, ctx] = proved.signals as [bigint, bigint, bigint, bigint];
  const others = [
    [output + 1n, value, input, ctx],
    [output, value + 1n, input, ctx],
    [output, value, input - 1n, ctx],
    [output, value, input, ctx + 1n],
    [output, value, input, ctx + SCALAR_ORDER],
    [input, value, output, ctx],
    [value, output, input, ctx],
    [output, value, input],
    [output, value, input, ctx, 0n],
  ];
  for (const signals of others) expect(await prover.verify({ ...proved, signals })).toBe(false);
});

test('inputs that do not satisfy the circuit have a typed error; the prover stays usable', async () => {
  const inputs = mlpInt8.circuitInputs({ input: INPUT, userKey: USER, ctx: 78n, randomness: 9n });
  await expect(prover.prove({ ...inputs, inputCommitment: 1n })).rejects.toThrow(WitnessError);
  await expect(prover.prove({ ctx: 1n })).rejects.toThrow(WitnessError);
  const again = await prover.prove(inputs);
  expect(await prover.verify(again)).toBe(true);
  expect(await prover.verify({ ...proved, signals: again.signals })).toBe(false);
});

test('a batch proof by two of three validators verifies', async () => {
  const keys = (['0x01', '0x02', '0x03'] as const).map(deriveValidatorKey);
  const message = batchMessage({ domain: 5n, epoch: 1n, inputSnark: 7n });
  const [first, , third] = keys.map(({ secret }) => signBatch({ secret, message }));
  const set = { epoch: 1n, k: 2, keys: keys.map((key) => key.publicKey) };
  const batch = await createProver((await shipped('batch-k-of-3')).artifacts);
  const inputs = batchCircuitInputs({
    set,
    domain: 5n,
    inputSnark: 7n,
    signatures: [first, undefined, third],
  });
  const result = await batch.prove(inputs);
  expect(await batch.verify(result)).toBe(true);
  expect(await prover.verify(result)).toBe(false);
  await batch.close();
  await expect(batch.prove(inputs)).rejects.toThrow(ProverClosedError);
  expect(await prover.verify(proved)).toBe(true);
});

test('a process with a closed prover exits by itself', async () => {
  const { artifacts } = await shipped('mlp-int8');
  const module = new URL('./createProver.ts', import.meta.url).href;
  const script = `
    const { createProver } = await import(${JSON.stringify(module)});
    const prover = await createProver(${JSON.stringify(artifacts)});
    await prover.close();
    process.stdout.write('closed');`;
  const args = ['--input-type=module', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 60_000 });
  expect(stdout).toBe('closed');
});

/** e(A, B) = e(alpha, beta) · e(IC, gamma) · e(C, delta), everything read from the contract's words. */
function pairingHolds(o: {
  curve: Curve;
  keyBytes: Hex;
  proof: ProofWords;
  signals: readonly bigint[];
}): boolean {
  const { G1, G2, Gt } = o.curve;
  const word = (i: number): bigint => BigInt(sliceHex(o.keyBytes, 32 * i, 32 * (i + 1)));
  const g1 = (x: bigint, y: bigint) => G1.fromObject([x, y, 1n]);
  const g2 = (x1: bigint, x0: bigint, y1: bigint, y0: bigint) =>
    G2.fromObject([
      [x0, x1],
      [y0, y1],
      [1n, 0n],
    ]);
  const keyG2 = (i: number) => g2(word(i), word(i + 1), word(i + 2), word(i + 3));
  const ic = o.signals.reduce(
    (sum, signal, i) => G1.add(sum, G1.timesScalar(g1(word(16 + 2 * i), word(17 + 2 * i)), signal)),
    g1(word(14), word(15)),
  );
  const [ax, ay, bx1, bx0, by1, by0, cx, cy] = o.proof;
  const left = o.curve.pairing(g1(ax, ay), g2(bx1, bx0, by1, by0));
  const right = [
    o.curve.pairing(g1(word(0), word(1)), keyG2(2)),
    o.curve.pairing(ic, keyG2(6)),
    o.curve.pairing(g1(cx, cy), keyG2(10)),
  ].reduce((product, factor) => Gt.mul(product, factor));
  return Gt.eq(left, right);
}
