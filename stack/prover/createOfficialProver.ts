import type { Hex, PublicClient } from 'viem';
import { AbortedError, type Logger } from '#core';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1InfoFollower } from '../l1info/index.ts';
import type { BatchProof } from '../services/proveBatchRange.ts';
import type { RangeProver } from '../services/RangeProver.ts';
import type { BatchStatement } from '../services/readBatchStatement.ts';
import { readBatchInputs } from './batchInputs.ts';
import type { WitnessReader } from './createWitnessReader.ts';
import { proveRange } from './proveRange.ts';
import type { ProverServer } from './startProverServer.ts';

export interface OfficialProverOptions {
  server: ProverServer;
  client: PublicClient;
  contracts: Pick<L1Contracts, 'globalExitRoot' | 'rollup' | 'rollupManager' | 'deploymentBlock'>;
  rollupId: number;
  /** Undefined for provers that need none. */
  readWitness?: WitnessReader;
  /** Of a validium: the data behind a hash. */
  dataOf?: (hash: Hex) => Promise<Hex>;
  /** Milliseconds between two questions whether a proof is made; 1,000 unless told. */
  pollMs?: number;
  /** Longest time for one proof, milliseconds; an hour unless told. */
  proofTimeoutMs?: number;
  logger: Logger;
}

/**
 * Has provers that dial in make the proof of a range: one proof for each batch, those made into one, and
 * that into the final one. What was made is kept in memory, so a failed final proof costs no batch proof.
 */
export function createOfficialProver(o: OfficialProverOptions): RangeProver {
  const { server, pollMs = 1_000, proofTimeoutMs = 3_600_000 } = o;
  const follower = createL1InfoFollower({ ...o, l1: o.client });
  const closing = new AbortController();
  const made = new Map<string, string>();
  const running = new Set<Promise<unknown>>();

  const prove = async (statement: BatchStatement, given: AbortSignal): Promise<BatchProof> => {
    const signal = AbortSignal.any([given, closing.signal]);
    const started = performance.now();
    const { rollup } = o.contracts;
    const inputs = await readBatchInputs({ ...o, follower, rollup, statement });
    if (signal.aborted) throw new AbortedError({ what: 'the proof of a range' });
    const proof = await proveRange({
      ...o,
      ...{ server, statement, inputs, made, signal, pollMs, proofTimeoutMs },
    });
    return { proof, ms: Math.round(performance.now() - started) };
  };

  return {
    waiting: () => running.size,
    door: () => ({
      address: server.address,
      witness: o.readWitness ? 'required' : 'none',
      connected: server.provers(),
    }),
    async prove(statement, { signal, onState }) {
      onState('proving');
      const proving = prove(statement, signal);
      running.add(proving);
      try {
        return await proving;
      } finally {
        running.delete(proving);
      }
    },
    async close() {
      closing.abort();
      // Provers are told that what they are at is not wanted any more.
      await Promise.allSettled(running);
      await server.stop();
    },
  };
}
