// SPDX-License-Identifier: GPL-3.0-or-later
import { Base8, mulPointEscalar } from '@zk-kit/baby-jubjub';
import { deriveUserKey } from '../batch/deriveKey.ts';
import { keystream, sealSecret, sealTag } from '../delivery/keystream.ts';
import { commitBytes } from '../lib/commitBytes.ts';
import { SCALAR_ORDER, tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { packBytes } from '../lib/packBytes.ts';
import type { WitnessGenerator } from '../prove/createWitnessGenerator.ts';
import type { CurvePoint, Program } from '../types.ts';

export const USER = deriveUserKey('0x01');
const SALT = 5n;
const CTX = 0xabcdef0123456789n;
const RANDOMNESS = 2n ** 250n + 12345n;

const [rx, ry] = mulPointEscalar(Base8, RANDOMNESS);
const [kx, ky] = mulPointEscalar([...USER.publicKey], 8n * RANDOMNESS);
const SECRET = sealSecret([kx, ky]);

/** Circuit inputs with one key and one randomness, whose costly curve arithmetic is done once. */
export function caseInputs(
  input: Uint8Array,
  key: CurvePoint = USER.publicKey,
): Record<string, unknown> {
  const [pkx, pky] = key;
  const extra = [pkx, pky, SALT];
  return {
    bytes: Array.from(input, BigInt),
    ...{ pkx, pky, salt: SALT, randomness: RANDOMNESS, ctx: CTX },
    inputCommitment: commitBytes({ domain: 'BIGIN/1', bytes: input, extra }),
  };
}

/** Public signals that the circuit must give for these inputs, from the reference alone. */
export function caseSignals(program: Program, input: Uint8Array): bigint[] {
  const ciphertext = packBytes(program.run(input)).map(
    (limb, index) => (limb + keystream({ secret: SECRET, index })) % SCALAR_ORDER,
  );
  const words = [rx, ry, sealTag({ secret: SECRET, ciphertext }), ...ciphertext];
  const count = BigInt(words.length);
  const value = words.reduce((sum, word) => (sum * CTX + word) % SCALAR_ORDER, count);
  const [pkx, pky] = USER.publicKey;
  return [
    hashMany([tagToField('BIGOUT/2'), BigInt(program.outputLength), ...words]),
    value,
    commitBytes({ domain: 'BIGIN/1', bytes: input, extra: [pkx, pky, SALT] }),
    CTX,
  ];
}

/** The inputs on which circuit and reference differ in a public signal. */
export async function differences(o: {
  program: Program;
  generator: WitnessGenerator;
  inputs: Iterable<Uint8Array>;
}): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (const input of o.inputs) {
    const expected = caseSignals(o.program, input);
    const inputs = caseInputs(input);
    const signals = await o.generator.signals(inputs, expected.length);
    if (expected.some((signal, i) => signals[i] !== signal)) found.push(input);
  }
  return found;
}
