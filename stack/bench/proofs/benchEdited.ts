import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createProverProcess,
  deliveryRandomness,
  deriveUserKey,
  loadProgram,
  newProgram,
  programArtifacts,
} from '#circuits';
import type { VerifyingChain } from './gasOfVerify.ts';

/** From an edited circom file to a proof that a chain accepted. Times in milliseconds. */
export interface EditedFigures {
  constraints: number;
  totalMs: number;
  steps: { compileAndKeyMs: number; proveMs: number; chainMs: number };
}

const STEPS = 10;
const LENGTH = 128;

/**
 * A program in a folder of its own, heat2d with two steps more, which no cache has seen: compiled,
 * given a DEV key, proven, its verifier deployed and asked.
 */
export async function benchEdited(o: {
  chain: VerifyingChain;
  home: string;
}): Promise<EditedFigures> {
  const home = await mkdtemp(join(o.home, 'edited-'));
  try {
    const folder = await editedProgram(join(home, 'heat-more'));
    const start = performance.now();
    const from = await loadProgram(folder);
    const artifacts = await programArtifacts({ from, cacheDir: join(home, 'cache') });
    const built = performance.now();
    const prover = createProverProcess(artifacts, { backend: 'snarkjs' });
    const input = Uint8Array.from({ length: LENGTH }, (_, i) => i);
    const { publicKey: userKey } = deriveUserKey('0x01');
    const randomness = deliveryRandomness();
    const inputs = from.program.circuitInputs({ input, userKey, randomness, ctx: 1n });
    const proved = await prover.prove(inputs).finally(() => prover.close());
    const proven = performance.now();
    const verifier = await o.chain.deploy({ key: artifacts.manifest.keyBytes, dev: true });
    await o.chain.verify({ verifier, ...proved });
    const end = performance.now();
    const steps = {
      compileAndKeyMs: built - start,
      proveMs: proven - built,
      chainMs: end - proven,
    };
    return { constraints: artifacts.manifest.constraints, totalMs: end - start, steps };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function editedProgram(folder: string): Promise<string> {
  await newProgram({ folder });
  const file = (name: string) => join(folder, name);
  const described = JSON.parse(await readFile(file('program.json'), 'utf8'));
  const lengths = { inputLength: LENGTH, outputLength: LENGTH, flags: ['--O2'] };
  await writeFile(file('program.json'), JSON.stringify({ ...described, ...lengths }));
  await writeFile(
    file('main.circom'),
    `pragma circom 2.1.6;
include "circuits/programs/heat2d/heat2d.circom";
component main {public [inputCommitment, ctx]} = Heat2d(8, 8, ${STEPS});
`,
  );
  return folder;
}
