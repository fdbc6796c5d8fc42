import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CircuitArtifacts,
  type CircuitName,
  createProverProcess,
  ensureCircuit,
  findRapidsnark,
} from '#circuits';
import type { VerifyingChain } from './gasOfVerify.ts';
import { proveWithCli } from './snarkjsCli.ts';

/** One circuit's figures. Times in milliseconds, memory and files in MB. */
export interface CircuitFigures {
  name: string;
  constraints: number;
  keyMb: number;
  compileMs: number;
  setupMs: number;
  /** Median of the warm runs. */
  witnessMs: number;
  proofMs: number;
  /** First proof: process, key and witness module loaded too. */
  coldMs: number;
  peakMb: number;
  verifyGas: number;
  /** The plain command line of snarkjs, two processes for each proof. */
  cli: { witnessMs: number; proveMs: number; peakMb: number };
  /** A whole proof, witness included, where there is a rapidsnark on the PATH. */
  rapidsnarkMs?: number;
  /** The command line's time over ours, warm and cold. */
  ratio: { warm: number; cold: number };
}

/** Builds a circuit anew, proves with it, by our prover and by snarkjs' command line, and verifies. */
export async function benchCircuit(o: {
  name: CircuitName;
  inputs: Record<string, unknown>;
  chain: VerifyingChain;
  home: string;
  runs: number;
}): Promise<CircuitFigures> {
  const dir = await mkdtemp(join(o.home, `${o.name}-`));
  try {
    const built = await build({ name: o.name, dir });
    const { artifacts } = built;
    const ours = await proveWarm({ ...o, artifacts });
    const rapidsnark = await proveWithRapidsnark({ ...o, artifacts });
    const cli = await proveWithCli({ artifacts, inputs: o.inputs, dir });
    const { manifest, zkeyPath } = artifacts;
    const dev = manifest.setup === 'DEV';
    const verifier = await o.chain.deploy({ key: manifest.keyBytes, dev });
    const { proof, signals, ...times } = ours;
    const gas = await o.chain.verify({ verifier, proof, signals });
    const cliMs = cli.witnessMs + cli.proveMs;
    return {
      ...{ name: o.name, constraints: manifest.constraints },
      keyMb: statSync(zkeyPath).size / 1e6,
      ...{ compileMs: built.compileMs, setupMs: built.setupMs, ...times },
      ...{ verifyGas: Number(gas), cli, ...rapidsnark },
      ratio: { warm: cliMs / (times.witnessMs + times.proofMs), cold: cliMs / times.coldMs },
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function build(o: { name: CircuitName; dir: string }) {
  const start = performance.now();
  let compiled = start;
  const artifacts = await ensureCircuit({
    ...{ name: o.name, cacheDir: o.dir },
    onProgress(message) {
      if (message.startsWith('DEV key') && compiled === start) compiled = performance.now();
    },
  });
  const end = performance.now();
  return { artifacts, compileMs: compiled - start, setupMs: end - compiled };
}

async function proveWarm(o: {
  artifacts: CircuitArtifacts;
  inputs: Record<string, unknown>;
  runs: number;
}) {
  const prover = createProverProcess(o.artifacts, { backend: 'snarkjs' });
  try {
    const start = performance.now();
    const { proof, signals } = await prover.prove(o.inputs);
    const coldMs = performance.now() - start;
    const warm: { witnessMs: number; ms: number }[] = [];
    for (let i = 0; i < o.runs; i++) warm.push(await prover.prove(o.inputs));
    const witnessMs = median(warm.map((run) => run.witnessMs));
    const proofMs = median(warm.map((run) => run.ms - run.witnessMs));
    return { proof, signals, coldMs, witnessMs, proofMs, peakMb: peakMb(prover.pid()!) };
  } finally {
    await prover.close();
  }
}

async function proveWithRapidsnark(o: {
  artifacts: CircuitArtifacts;
  inputs: Record<string, unknown>;
  runs: number;
}): Promise<{ rapidsnarkMs?: number }> {
  if (!(await findRapidsnark())) return {};
  const prover = createProverProcess(o.artifacts, { backend: 'rapidsnark' });
  try {
    const times: number[] = [];
    for (let i = 0; i <= o.runs; i++) times.push((await prover.prove(o.inputs)).ms);
    // The first loads the witness module.
    return { rapidsnarkMs: median(times.slice(1)) };
  } finally {
    await prover.close();
  }
}

/** Largest resident set of a living process; 0 where the system does not tell. */
function peakMb(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
