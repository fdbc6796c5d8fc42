// SPDX-License-Identifier: GPL-3.0-or-later
import { fileURLToPath } from 'node:url';
import { keccak256, stringToBytes } from 'viem';
import { deliveryCommitment } from '../delivery/deliveryCommitment.ts';
import { deliveryLength } from '../delivery/deliveryWords.ts';
import { evaluateDelivery } from '../delivery/evaluateDelivery.ts';
import { openDelivery } from '../delivery/openDelivery.ts';
import { sealOutput } from '../delivery/sealOutput.ts';
import { BadLengthError } from '../errors.ts';
import { assertKey } from '../lib/assertKey.ts';
import { commitBytes } from '../lib/commitBytes.ts';
import { assertFieldElement } from '../lib/field.ts';
import { circuitDefinition } from '../pipeline/circuitDefinitions.ts';
import { circuitSourceHash } from '../pipeline/circuitSourceHash.ts';
import type { CircuitDefinition, JobInput, Program } from '../types.ts';

/** What sets one program apart from the others; commitments and encryption are common to all. */
export interface ProgramDefinition {
  name: string;
  version: string;
  inputLength: number;
  outputLength: number;
  /** Canonical description of input and output. */
  ioSchema: { input: unknown; output: unknown };
  /** `import.meta.url` of the defining file; the executable lies beside it. */
  base: string;
  /** Files that a provider runs, the first being the executable. */
  files: readonly [string, ...string[]];
  run(input: Uint8Array): Uint8Array;
  /** The shipped circuit of this name unless told. */
  circuit?: CircuitDefinition;
}

/** Makes a program of the marketplace from its exact reference and its circuit. */
export function defineProgram(d: ProgramDefinition): Program {
  const files = d.files.map((file) => fileURLToPath(new URL(file, d.base)));
  const { outputLength } = d;
  const assertInput = (input: Uint8Array) =>
    assertLength({ what: 'input', bytes: input, expected: d.inputLength });

  function inputCommitment(o: JobInput): bigint {
    const salt = o.salt ?? 0n;
    assertInput(o.input);
    assertKey({ what: 'user key', key: o.userKey });
    assertFieldElement({ what: 'salt', value: salt });
    return commitBytes({ domain: 'BIGIN/1', bytes: o.input, extra: [...o.userKey, salt] });
  }

  return {
    name: d.name,
    version: d.version,
    inputLength: d.inputLength,
    outputLength,
    deliveryLength: deliveryLength(outputLength),
    statement: `The posted bytes are ${d.name}/${d.version} of the committed input, under its integer semantics, encrypted to the committed user key.`,
    statementClass: 'PROVED',
    ioSchemaHash: keccak256(stringToBytes(JSON.stringify(d.ioSchema))),
    executablePath: files[0]!,
    executableFiles: files,
    get sourceSha256() {
      return circuitSourceHash(d.circuit ?? circuitDefinition(d.name));
    },
    run(input) {
      assertInput(input);
      return d.run(input);
    },
    inputCommitment,
    seal(o) {
      assertLength({ what: 'output', bytes: o.output, expected: outputLength });
      return sealOutput(o);
    },
    open: (o) => openDelivery({ ...o, outputLength }),
    outputCommitment: (delivery) => deliveryCommitment({ delivery, outputLength }),
    evaluation: (o) => evaluateDelivery({ ...o, outputLength }),
    circuitInputs(o) {
      assertFieldElement({ what: 'ctx', value: o.ctx });
      return {
        bytes: Array.from(o.input, BigInt),
        pkx: o.userKey[0],
        pky: o.userKey[1],
        salt: o.salt ?? 0n,
        randomness: o.randomness,
        inputCommitment: inputCommitment(o),
        ctx: o.ctx,
      };
    },
  };
}

function assertLength(o: { what: string; bytes: Uint8Array; expected: number }): void {
  if (o.bytes.length === o.expected) return;
  throw new BadLengthError({ what: o.what, expected: o.expected, actual: o.bytes.length });
}
