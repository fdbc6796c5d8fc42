import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { CircuitArtifacts } from '#circuits';
import { toJson } from '#core';
import { BenchFailedError } from '../../errors.ts';

const CLI = join(dirname(createRequire(import.meta.url).resolve('snarkjs')), 'cli.cjs');
/** Tells the largest resident set, in kB, when the process ends. */
const REPORT =
  "data:text/javascript,process.on('exit',()=>process.stderr.write('\\nmaxRSS='+process.resourceUsage().maxRSS+'\\n'))";

/** What the plain command line of snarkjs takes for one proof; every step is a whole process. */
export interface CliRun {
  /** Milliseconds. */
  witnessMs: number;
  proveMs: number;
  /** Largest of the two processes, MB. */
  peakMb: number;
}

/** Makes one witness and one proof as a user of snarkjs' command line would. */
export async function proveWithCli(o: {
  artifacts: CircuitArtifacts;
  inputs: Record<string, unknown>;
  dir: string;
}): Promise<CliRun> {
  const at = (name: string) => join(o.dir, name);
  await writeFile(at('input.json'), toJson(o.inputs));
  const { wasmPath, zkeyPath } = o.artifacts;
  const witness = await run(['wtns', 'calculate', wasmPath, at('input.json'), at('w.wtns')]);
  const files = [zkeyPath, at('w.wtns'), at('proof.json'), at('public.json')];
  const proof = await run(['groth16', 'prove', ...files]);
  return {
    witnessMs: witness.ms,
    proveMs: proof.ms,
    peakMb: Math.max(witness.peakMb, proof.peakMb),
  };
}

/** @throws BenchFailedError */
async function run(args: string[]): Promise<{ ms: number; peakMb: number }> {
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', REPORT, CLI, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new BenchFailedError({ what: `snarkjs ${args[0]}`, details: stderr });
  const kb = Number(/maxRSS=(\d+)/.exec(stderr)?.[1] ?? 0);
  return { ms: performance.now() - start, peakMb: kb / 1024 };
}
