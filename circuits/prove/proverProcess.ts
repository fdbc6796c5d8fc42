// SPDX-License-Identifier: GPL-3.0-or-later
import { BaseError } from '#core';
import type { CircuitArtifacts, ProofWords, Prover } from '../types.ts';
import { createProver, type ProverOptions } from './createProver.ts';

/** What a prover's process is told: first the circuit, then calls. */
export type ToProver = { circuit: CircuitArtifacts; options: ProverOptions } | ProverCall;
export type ProverCall =
  | { id: number; method: 'prove'; args: [inputs: Record<string, unknown>] }
  | { id: number; method: 'verify'; args: [{ proof: ProofWords; signals: readonly bigint[] }] };

/** Its answer to a call. */
export type ProverAnswer =
  | { id: number; value: unknown }
  | { id: number; error: { reason: string; message: string } };

let prover: Promise<Prover> | undefined;

async function answer({ id, method, args }: ProverCall): Promise<ProverAnswer> {
  try {
    const call = (await prover)?.[method] as (...list: unknown[]) => Promise<unknown>;
    return { id, value: await call(...args) };
  } catch (error) {
    if (error instanceof BaseError) {
      return { id, error: { reason: error.code, message: error.shortMessage } };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { id, error: { reason: 'UNEXPECTED', message } };
  }
}

process.once('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; whoever started this decides when it ends.
process.on('SIGINT', () => undefined);
process.on('message', async (message: ToProver) => {
  if ('circuit' in message) {
    // Nothing else runs here, so the curve may have all the cores.
    prover = createProver(message.circuit, { threads: true, ...message.options });
    // Each call reports it.
    prover.catch(() => undefined);
  } else process.send?.(await answer(message));
});
