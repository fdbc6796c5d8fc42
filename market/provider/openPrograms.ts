import { isDeepStrictEqual } from 'node:util';
import type { Hex } from 'viem';
import {
  type CircuitArtifacts,
  createProverProcess,
  loadProgram,
  type Program,
  type Prover,
  programArtifacts,
} from '#circuits';
import { executableDigest, getProgramSpec, type MarketClient, programSpec } from '#market/sdk';
import { ProgramBrokenError } from './errors.ts';
import { runConfined } from './sandbox/runConfined.ts';
import type { SandboxLimits } from './sandbox/types.ts';

/** A program this node can run and prove. */
export interface OpenProgram {
  program: Program;
  /** Builds the circuit, or finds it in the cache, at the first call. */
  artifacts(): Promise<CircuitArtifacts>;
  imageDigest: Hex;
  /** Loads the proving key at the first call. */
  prover(): Promise<Prover>;
  close(): Promise<void>;
}

export interface OpenPrograms {
  /** The program behind a registered id, where this node has exactly that one. */
  find(programId: Hex): Promise<OpenProgram | undefined>;
  names: readonly string[];
  close(): Promise<void>;
}

/**
 * Runs each program once in the sandbox and makes the first one's circuit ready, so that a machine
 * that cannot confine or prove is told at the start and never takes a job. The circuits of the others
 * are made ready when a job asks for them.
 * @param o.names shipped programs by name, others by folder
 * @throws ProgramFolderError, ProgramBrokenError, ConfinementUnavailableError
 */
export async function openPrograms(o: {
  client: MarketClient;
  names: readonly string[];
  cacheDir: string;
  limits: SandboxLimits;
}): Promise<OpenPrograms> {
  const opened: OpenProgram[] = [];
  for (const name of o.names) opened.push(await openProgram({ ...o, name }));
  await opened[0]?.artifacts();
  const found = new Map<Hex, OpenProgram>();
  return {
    names: opened.map(({ program }) => program.name),
    async find(programId) {
      const program = found.get(programId) ?? (await match({ ...o, programId, opened }));
      if (program) found.set(programId, program);
      return program;
    },
    async close() {
      for (const program of opened) await program.close();
    },
  };
}

async function openProgram(o: {
  name: string;
  cacheDir: string;
  limits: SandboxLimits;
}): Promise<OpenProgram> {
  const from = await loadProgram(o.name);
  const { program } = from;
  await selfTest({ program, limits: o.limits });
  let built: Promise<CircuitArtifacts> | undefined;
  let ready: Promise<Prover> | undefined;
  const artifacts = (): Promise<CircuitArtifacts> => {
    built ??= programArtifacts({ from, cacheDir: o.cacheDir });
    return built;
  };
  return {
    program,
    artifacts,
    imageDigest: executableDigest(program),
    prover() {
      ready ??= artifacts().then((built) => createProverProcess(built));
      return ready;
    },
    async close() {
      await (await ready)?.close();
    },
  };
}

async function selfTest(o: { program: Program; limits: SandboxLimits }): Promise<void> {
  const input = new Uint8Array(o.program.inputLength);
  const { output } = await runConfined({
    executable: o.program.executablePath,
    files: o.program.executableFiles,
    input,
    limits: o.limits,
  });
  if (!isDeepStrictEqual(output, o.program.run(input))) {
    throw new ProgramBrokenError({ name: o.program.name });
  }
}

async function match(o: {
  client: MarketClient;
  programId: Hex;
  opened: readonly OpenProgram[];
}): Promise<OpenProgram | undefined> {
  const spec = await getProgramSpec(o.client, o);
  // The sources tell which circuit it is, without building one; the rest must then agree as well.
  const open = o.opened.find(({ program }) => program.sourceSha256 === spec?.sourceHash);
  if (!spec || !open) return undefined;
  const { manifest } = await open.artifacts();
  const ours = programSpec({ program: open.program, manifest, verifier: spec.verifier });
  return isDeepStrictEqual(spec, ours) ? open : undefined;
}
