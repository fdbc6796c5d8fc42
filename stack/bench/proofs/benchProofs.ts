import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  batchCircuitInputs,
  batchMessage,
  type CircuitName,
  deliveryRandomness,
  deriveUserKey,
  deriveValidatorKey,
  majorityOf,
  programs,
  signBatch,
  typicalCircuits,
} from '#circuits';
import { buildContracts } from '../../artifacts/buildContracts.ts';
import { benchCircuit, type CircuitFigures } from './benchCircuit.ts';
import { benchEdited, type EditedFigures } from './benchEdited.ts';
import { startVerifyingChain } from './gasOfVerify.ts';

export interface ProofFigures {
  cores: number;
  circuits: CircuitFigures[];
  edited: EditedFigures;
}

/**
 * Measures the shipped programs and typical batch circuits from its sources to a verified proof, against snarkjs' command line
 * in the same run, and the way from an edited circuit to a proof on a chain.
 * @param o.runs warm proofs, of which the median counts
 */
export async function benchProofs(o: {
  runs: number;
  names?: readonly CircuitName[];
  cacheDir: string;
  print: (line: string) => void;
}): Promise<ProofFigures> {
  await buildContracts({ cacheDir: o.cacheDir });
  const home = mkdtempSync(join(tmpdir(), 'bigfile-bench-'));
  const chain = await startVerifyingChain();
  try {
    const circuits: CircuitFigures[] = [];
    for (const name of o.names ?? typicalCircuits) {
      o.print(`… ${name}`);
      const figures = await benchCircuit({ ...o, name, inputs: inputsOf(name), chain, home });
      circuits.push(figures);
      for (const line of describe(figures)) o.print(line);
    }
    o.print('… an edited circuit');
    const edited = await benchEdited({ chain, home });
    const { steps } = edited;
    o.print(
      `edited circuit of ${edited.constraints} constraints to a proof verified on chain: ${seconds(edited.totalMs)} (compile and key ${seconds(steps.compileAndKeyMs)}, prove ${seconds(steps.proveMs)}, deploy and verify ${seconds(steps.chainMs)})`,
    );
    return { cores: cpus().length, circuits, edited };
  } finally {
    await chain.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

function inputsOf(name: CircuitName): Record<string, unknown> {
  const program = programs[name];
  if (!program) return batchInputs(Number(name.slice('batch-k-of-'.length)));
  return program.circuitInputs({
    input: Uint8Array.from({ length: program.inputLength }, (_, i) => i),
    userKey: deriveUserKey('0x01').publicKey,
    randomness: deliveryRandomness(),
    ctx: 1n,
  });
}

function batchInputs(n: number): Record<string, unknown> {
  const k = majorityOf(n);
  const keys = Array.from({ length: n }, (_, i) => deriveValidatorKey(`0x0${i + 1}`));
  const statement = { domain: 5n, inputSnark: 7n };
  const message = batchMessage({ ...statement, epoch: 1n });
  return batchCircuitInputs({
    set: { epoch: 1n, k, keys: keys.map(({ publicKey }) => publicKey) },
    ...statement,
    signatures: keys.map(({ secret }, i) => (i < k ? signBatch({ secret, message }) : undefined)),
  });
}

function describe(f: CircuitFigures): string[] {
  const ms = (value: number) => `${Math.round(value)} ms`;
  return [
    `${f.name}: ${f.constraints} constraints, key ${f.keyMb.toFixed(1)} MB, compile ${seconds(f.compileMs)}, DEV setup ${seconds(f.setupMs)}`,
    `  ours:        witness ${ms(f.witnessMs)}, proof ${ms(f.proofMs)}, first ${ms(f.coldMs)}, peak ${Math.round(f.peakMb)} MB, verify ${f.verifyGas} gas`,
    `  snarkjs CLI: witness ${ms(f.cli.witnessMs)}, proof ${ms(f.cli.proveMs)}, peak ${Math.round(f.cli.peakMb)} MB`,
    ...(f.rapidsnarkMs === undefined
      ? []
      : [`  rapidsnark:  witness and proof ${ms(f.rapidsnarkMs)}`]),
    `  ratio CLI / ours: ${f.ratio.warm.toFixed(1)} with the key loaded, ${f.ratio.cold.toFixed(1)} for the first proof`,
  ];
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
