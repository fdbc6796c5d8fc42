// SPDX-License-Identifier: GPL-3.0-or-later
import { fileURLToPath } from 'node:url';
import { keccak256, stringToBytes } from 'viem';
import { BadLengthError } from '../../errors.ts';
import { assertKey } from '../../lib/assertKey.ts';
import { commitBytes } from '../../lib/commitBytes.ts';
import { assertFieldElement } from '../../lib/field.ts';
import { circuitSourceHash } from '../../pipeline/circuitSourceHash.ts';
import type { JobInput, Program } from '../../types.ts';
import { runMlpInt8 } from './reference.ts';

const INPUT_LENGTH = 16;
const OUTPUT_LENGTH = 4;

const IO_SCHEMA = JSON.stringify({
  input: { type: 'int8', length: INPUT_LENGTH },
  output: { type: 'int8', length: OUTPUT_LENGTH },
});

const pathOf = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** The int8 network 16-8-4 as a registered program; its exact meaning is in README.md beside this file. */
export const mlpInt8: Program = {
  name: 'mlp-int8',
  version: '1',
  inputLength: INPUT_LENGTH,
  outputLength: OUTPUT_LENGTH,
  statement:
    'This output is mlp-int8/1 on the committed input, under its integer semantics, for the committed user key.',
  statementClass: 'PROVED',
  ioSchemaHash: keccak256(stringToBytes(IO_SCHEMA)),
  executablePath: pathOf('./run.mjs'),
  executableFiles: [pathOf('./run.mjs'), pathOf('./weights.json')],
  get sourceSha256() {
    return circuitSourceHash('mlp-int8');
  },
  run: runMlpInt8,
  inputCommitment,
  outputCommitment,
  circuitInputs,
};

/**
 * Poseidon("BIGIN/1", 16, limb(input), pkx, pky, salt).
 * @throws BadLengthError, BadKeyError, NotFieldElementError
 */
function inputCommitment(o: JobInput): bigint {
  const salt = o.salt ?? 0n;
  assertLength({ what: 'input', bytes: o.input, expected: INPUT_LENGTH });
  assertKey({ what: 'user key', key: o.userKey });
  assertFieldElement({ what: 'salt', value: salt });
  return commitBytes({ domain: 'BIGIN/1', bytes: o.input, extra: [...o.userKey, salt] });
}

/**
 * Poseidon("BIGOUT/1", 4, limb(output)).
 * @throws BadLengthError
 */
function outputCommitment(output: Uint8Array): bigint {
  assertLength({ what: 'output', bytes: output, expected: OUTPUT_LENGTH });
  return commitBytes({ domain: 'BIGOUT/1', bytes: output });
}

function circuitInputs(o: JobInput & { ctx: bigint }): Record<string, unknown> {
  assertFieldElement({ what: 'ctx', value: o.ctx });
  return {
    bytes: Array.from(o.input, BigInt),
    pkx: o.userKey[0],
    pky: o.userKey[1],
    salt: o.salt ?? 0n,
    inputCommitment: inputCommitment(o),
    ctx: o.ctx,
  };
}

function assertLength(o: { what: string; bytes: Uint8Array; expected: number }): void {
  if (o.bytes.length === o.expected) return;
  throw new BadLengthError({ what: o.what, expected: o.expected, actual: o.bytes.length });
}
