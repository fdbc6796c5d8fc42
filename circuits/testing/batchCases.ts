// SPDX-License-Identifier: GPL-3.0-or-later
import { randomInt } from 'node:crypto';
import {
  addPoint,
  Base8,
  inCurve,
  mulPointEscalar,
  type Point,
  subOrder,
} from '@zk-kit/baby-jubjub';
import { batchMessage } from '../batch/batchMessage.ts';
import { signBatch, verifyBatchSignature } from '../batch/batchSignature.ts';
import { deriveValidatorKey, type KeyPair } from '../batch/deriveKey.ts';
import { WitnessError } from '../errors.ts';
import { SCALAR_ORDER, tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import type { WitnessGenerator } from '../prove/createWitnessGenerator.ts';
import type { BatchSignature, CurvePoint } from '../types.ts';

/** Inputs of a batch circuit, well formed or not. */
export interface BatchInputs {
  inputSnark: bigint;
  domain: bigint;
  setRoot: bigint;
  k: bigint;
  epoch: bigint;
  keys: CurvePoint[];
  enabled: bigint[];
  R8: CurvePoint[];
  S: bigint[];
}

const ORDER_TWO: Point<bigint> = [0n, SCALAR_ORDER - 1n];
/** Costly to make, and no rarer for being used again. */
const POOL = Array.from({ length: 12 }, (_, i) =>
  deriveValidatorKey(`0x${(i + 1).toString(16).padStart(2, '0')}`),
);
const signatures = new Map<string, BatchSignature>();

const oneOf = <T>(values: readonly T[]): T => values[randomInt(values.length)]!;
const small = () => BigInt(randomInt(1, 3));

function signed(key: KeyPair, message: bigint): BatchSignature {
  const id = `${key.secret}/${message}`;
  const found = signatures.get(id) ?? signBatch({ secret: key.secret, message });
  signatures.set(id, found);
  return found;
}

/** The statement of `batch/batch-k-of-n.circom`, decided without the circuit. */
export function acceptsBatch(inputs: BatchInputs): boolean {
  const { k, keys, enabled } = inputs;
  const sum = enabled.reduce((total, one) => total + one, 0n);
  const message = batchMessage(inputs);
  const times8 = keys.map((key) => mulPointEscalar([key[0], key[1]], 8n).join());
  return (
    rootOf(inputs) === inputs.setRoot &&
    keys.every(([x, y]) => inCurve([x, y])) &&
    !times8.includes('0,1') &&
    new Set(times8).size === keys.length &&
    enabled.every((one) => one === 0n || one === 1n) &&
    k >= 1n &&
    sum >= k &&
    inputs.R8.every(([x, y]) => inCurve([x, y])) &&
    keys.every(
      (publicKey, i) =>
        enabled[i] === 0n ||
        verifyBatchSignature({
          ...{ publicKey, message },
          signature: { R8: inputs.R8[i]!, S: inputs.S[i]! },
        }),
    )
  );
}

function rootOf({ k, epoch, keys }: BatchInputs): bigint {
  return hashMany([tagToField('BIGSET/1'), k, BigInt(keys.length), epoch, ...keys.flat()]);
}

/** A set of n keys of which at least k have signed. */
function honestCase(n: number): BatchInputs {
  const pool = [...POOL];
  const keys = Array.from({ length: n }, () => pool.splice(randomInt(pool.length), 1)[0]!);
  const k = randomInt(1, n + 1);
  const statement = { domain: small(), epoch: small(), inputSnark: small() };
  const message = batchMessage(statement);
  const signers = new Set<number>();
  const wanted = randomInt(k, n + 1);
  while (signers.size < wanted) signers.add(randomInt(n));
  const slots = keys.map((key, i) => (signers.has(i) ? signed(key, message) : undefined));
  const inputs: BatchInputs = {
    ...statement,
    ...{ setRoot: 0n, k: BigInt(k), keys: keys.map(({ publicKey }) => publicKey) },
    enabled: slots.map((slot) => (slot ? 1n : 0n)),
    R8: slots.map((slot) => slot?.R8 ?? [Base8[0], Base8[1]]),
    S: slots.map((slot) => slot?.S ?? 0n),
  };
  return { ...inputs, setRoot: rootOf(inputs) };
}

type Change = (inputs: BatchInputs, slot: number, other: number) => void;

/** What a cheat, or a mistake, would do to honest inputs; some of it changes nothing. */
const CHANGES: readonly Change[] = [
  (c) => {
    c.inputSnark = small();
  },
  (c) => {
    c.domain = small();
  },
  (c) => {
    c.epoch = small();
  },
  (c) => {
    c.k = BigInt(randomInt(0, c.keys.length + 2));
  },
  (c, slot, other) => {
    [c.keys[slot], c.keys[other]] = [c.keys[other]!, c.keys[slot]!];
  },
  (c, slot, other) => {
    c.keys[slot] = c.keys[other]!;
  },
  (c, slot) => {
    const [x, y] = c.keys[slot]!;
    c.keys[slot] = addPoint([x, y], ORDER_TWO) as CurvePoint;
  },
  (c, slot) => {
    c.keys[slot] = oneOf([[0n, 1n], [1n, 1n], [...ORDER_TWO] as CurvePoint]);
  },
  (c, slot) => {
    c.enabled[slot] = oneOf([0n, 1n, 2n]);
  },
  (c, slot) => {
    const S = c.S[slot]!;
    c.S[slot] = oneOf([S + 1n, S + subOrder, 0n]);
  },
  (c, slot) => {
    c.R8[slot] = oneOf<CurvePoint>([
      [Base8[0], Base8[1]],
      [c.R8[slot]![0] + 1n, c.R8[slot]![1]],
    ]);
  },
  (c, slot, other) => {
    [c.R8[slot], c.R8[other]] = [c.R8[other]!, c.R8[slot]!];
    [c.S[slot], c.S[other]] = [c.S[other]!, c.S[slot]!];
  },
];

/** Honest inputs half of the time; otherwise one or two changes, mostly under a root that fits them. */
export function randomBatchCase(n: number): BatchInputs {
  const inputs = honestCase(n);
  const changes = oneOf([0, 0, 1, 2]);
  for (let i = 0; i < changes; i++) oneOf(CHANGES)(inputs, randomInt(n), randomInt(n));
  const fits = changes > 0 && randomInt(4) > 0;
  return fits ? { ...inputs, setRoot: rootOf(inputs) } : inputs;
}

/**
 * Random cases on which circuit and statement disagree, or whose public signals are not the inputs.
 * @returns them, and how many of all were accepted
 */
export async function batchDifferences(o: {
  generator: WitnessGenerator;
  n: number;
  cases: number;
  onProgress?: (done: number) => void;
}): Promise<{ found: BatchInputs[]; accepted: number }> {
  const found: BatchInputs[] = [];
  let accepted = 0;
  for (let done = 1; done <= o.cases; done++) {
    const inputs = randomBatchCase(o.n);
    const wanted = acceptsBatch(inputs);
    const signals = await o.generator.signals({ ...inputs }, 3).catch((error: unknown) => {
      if (error instanceof WitnessError) return undefined;
      throw error;
    });
    const { inputSnark, domain, setRoot } = inputs;
    const told = signals?.join() === [inputSnark, domain, setRoot].join();
    if (wanted !== (signals !== undefined) || (signals && !told)) found.push(inputs);
    accepted += signals ? 1 : 0;
    if (done % 1_000 === 0) o.onProgress?.(done);
  }
  return { found, accepted };
}
