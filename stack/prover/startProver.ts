import type { ValidatorSet } from '#circuits';
import { createLogger, type Logger, type Service, startJsonApi } from '#core';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1Client } from '../l1info/index.ts';
import { openSignedProver } from '../services/openSignedProver.ts';
import { createL2BatchReader } from '../services/readL2Batch.ts';
import { createSignedProofWork } from './createSignedProofWork.ts';
import { type ProverClientStatus, startProverClient } from './startProverClient.ts';

export interface ProverOptions {
  /** `host:port` of the aggregator: cdk-node's, or ours with `prover: official`. */
  aggregator: string;
  /** How it calls itself; `bigfile` unless told. */
  name?: string;
  /** Of the status API; 0 takes any free port. */
  host: string;
  port: number;
  l1RpcUrl: string;
  /** Asked where batches lead. */
  l2RpcUrl: string;
  contracts: Pick<L1Contracts, 'rollupManager' | 'batchVerifier'>;
  rollupId: number;
  /** URLs. */
  validators: readonly string[];
  /** Keys and threshold; must be the set that the verifier on L1 is at. */
  validatorSet: ValidatorSet;
  /** Sets that may follow. */
  nextValidatorSets?: readonly ValidatorSet[];
  circuitsCacheDir: string;
  /** Folder of the queue of proofs; in memory when absent. */
  dataDir?: string;
  /** Milliseconds that a validator may take to sign; 30,000 unless told. */
  signTimeoutMs?: number;
  /** Milliseconds until a lost connection is made anew; 1,000 unless told. */
  retryMs?: number;
  logger?: Logger;
}

export interface ProverService extends Service {
  url: string;
  status(): ProverClientStatus;
}

/**
 * Our batch proof as a prover of the CDK: dials an aggregator and makes, when a final proof is asked for,
 * the Groth16 proof over the validators' signatures. `GET /status` tells what it is at.
 * @throws PortInUseError
 */
export async function startProver(o: ProverOptions): Promise<ProverService> {
  const logger = o.logger ?? createLogger('prover');
  const client = createL1Client(o.l1RpcUrl);
  const { prover, queue } = await openSignedProver({
    ...{ validatorSet: o.validatorSet, circuitsCacheDir: o.circuitsCacheDir, client },
    ...{ validators: o.validators, batchVerifier: o.contracts.batchVerifier },
    ...(o.nextValidatorSets ? { nextValidatorSets: o.nextValidatorSets } : {}),
    ...(o.dataDir ? { dataDir: o.dataDir } : {}),
    ...(o.signTimeoutMs === undefined ? {} : { signTimeoutMs: o.signTimeoutMs }),
  });
  const stops: (() => Promise<void>)[] = [() => prover.close()];
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  try {
    const work = await createSignedProofWork({
      ...{ ...o, client, prover, cancel: () => queue.clear() },
      readBatch: createL2BatchReader(o.l2RpcUrl),
    });
    const dialling = startProverClient({ ...o, name: o.name ?? 'bigfile', work, logger });
    // Stopping it closes the work, and the prover with it.
    stops.splice(0, 1, () => dialling.stop());
    const routes = { 'GET /status': () => dialling.status() };
    const api = await startJsonApi({ host: o.host, port: o.port, routes });
    stops.push(() => api.stop());
    return { name: 'prover', url: api.url, status: () => dialling.status(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
