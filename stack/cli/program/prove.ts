import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { bytesToHex, type Hex, isHex } from 'viem';
import { createProver, deliveryRandomness, deriveUserKey } from '#circuits';
import { toJson } from '#core';
import { ProgramCommandError } from '../../errors.ts';
import { openProgram, type ProgramContext, required } from './ProgramContext.ts';
import type { ProofFile } from './proofFile.ts';

/** Runs a program's reference on an input and proves it, for nobody's job: ctx is 0. */
export async function prove(context: ProgramContext): Promise<number> {
  const { options, output } = context;
  const input = inputOf(context);
  const secret = secretOf(context);
  const { from, artifacts } = await openProgram(context);
  const { program } = from;
  const { publicKey: userKey } = deriveUserKey(secret);
  const randomness = deliveryRandomness();
  const result = program.run(input);
  const delivery = program.seal({ output: result, userKey, randomness });
  const prover = await createProver(artifacts);
  try {
    const inputs = program.circuitInputs({ input, userKey, randomness, ctx: 0n });
    const { proof, signals, ms } = await prover.prove(inputs);
    const file: ProofFile = {
      program: program.name,
      proof: proof.map(String),
      signals: signals.map(String),
      delivery: bytesToHex(delivery),
    };
    if (options.out) writeFileSync(options.out, `${toJson(file)}\n`);
    const { setup } = artifacts.manifest;
    const facts = { output: bytesToHex(result), userSecret: secret, setup, ms: Math.round(ms) };
    output.result({ ...file, ...facts }, () => [
      `output   ${facts.output}`,
      `proved   in ${facts.ms} ms with the ${setup} key`,
      options.out ? `proof    ${options.out}` : 'proof    not kept: --out writes it',
    ]);
    return 0;
  } finally {
    await prover.close();
  }
}

function inputOf(context: ProgramContext): Uint8Array {
  const path = required(context, 'input');
  try {
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    const { command } = context;
    throw new ProgramCommandError({ command, details: `${path} cannot be read (${cause})` });
  }
}

function secretOf({ options, command }: ProgramContext): Hex {
  const secret = options.userSecret ?? bytesToHex(randomBytes(32));
  if (isHex(secret) && secret.length > 2) return secret;
  throw new ProgramCommandError({ command, details: '--user-secret takes 0x and hex' });
}
