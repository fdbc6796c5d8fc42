import { resolve } from 'node:path';
import { createProver, type ProofWords, verifyCeremony } from '#circuits';
import { ProgramCommandError } from '../../errors.ts';
import { openProgram, type ProgramContext, required } from './ProgramContext.ts';
import { readProofFile } from './proofFile.ts';

/** Checks a proof, a ceremony, or both. Exit code 1 where one does not hold. */
export async function verify(context: ProgramContext): Promise<number> {
  const { options, output, command } = context;
  if (options.proof === undefined && options.ptau === undefined) {
    throw new ProgramCommandError({ command, details: 'neither --proof nor --ptau is given' });
  }
  const file =
    options.proof === undefined ? undefined : readProofFile({ path: options.proof, command });
  const { from, artifacts } = await openProgram(context);
  const { setup } = artifacts.manifest;
  const done: Record<string, unknown> = { program: from.program.name, setup };
  const lines: string[] = [];
  if (options.ptau !== undefined) {
    await verifyCeremony({
      dir: from.keyDir ?? required(context, 'keyDir'),
      r1csPath: artifacts.r1csPath,
      ptauPath: resolve(options.ptau),
      allowUnpublished: options.unpublishedPtau === true,
    });
    done['ceremony'] = true;
    lines.push('the key is what its ceremony makes of circuit and powers of tau');
  }
  if (file) {
    const prover = await createProver(artifacts);
    try {
      const proof = file.proof.map(BigInt) as unknown as ProofWords;
      const holds = await prover.verify({ proof, signals: file.signals.map(BigInt) });
      done['proof'] = holds;
      lines.push(`the proof ${holds ? 'holds' : 'does not hold'} under the ${setup} key`);
    } finally {
      await prover.close();
    }
  }
  const ok = done['proof'] !== false;
  output.result({ ok, ...done }, () => lines);
  return ok ? 0 : 1;
}
