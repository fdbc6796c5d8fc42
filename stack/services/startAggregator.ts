import type { Address, Hex } from 'viem';
import type { ValidatorSet } from '#circuits';
import {
  createLogger,
  type Logger,
  loop,
  type Metric,
  prometheusText,
  type Service,
  startJsonApi,
} from '#core';
import type { L1Contracts } from '../L1Contracts.ts';
import { Aggregator, type AggregatorStatus } from './Aggregator.ts';
import { createRangeProver, type OfficialProverSettings } from './createRangeProver.ts';
import { L1Sender } from './L1Sender.ts';
import { createL2BatchReader } from './readL2Batch.ts';

export interface AggregatorOptions {
  host: string;
  /** Of the status API; 0 takes any free port. */
  port: number;
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  /** Private key of the trusted aggregator. */
  key: Hex;
  /** Gets the POL reward; the aggregator unless told. */
  beneficiary?: Address;
  /** URLs; absent with the mock prover alone, which then asks nobody. */
  validators?: readonly string[];
  /** Keys and threshold; must be the set that the verifier on L1 is at. */
  validatorSet: ValidatorSet;
  /** Sets that may follow: once L1 is at one of them, it is asked instead. */
  nextValidatorSets?: readonly ValidatorSet[];
  /** Folder of the built circuits. */
  circuitsCacheDir: string;
  /** Folder of the queue of proofs, which survives restarts; in memory when absent. */
  dataDir?: string;
  /** Milliseconds between two looks at the L1; 500 unless told. */
  pollMs?: number;
  /** Milliseconds that a validator may take to sign; 30,000 unless told. */
  signTimeoutMs?: number;
  /** Milliseconds after which a transaction that is not mined gets higher fees; 30,000 unless told. */
  bumpAfterMs?: number;
  /**
   * How batches are proven; groth16 unless told. `mock` sends zeros, which only a mock verifier takes.
   * `official` waits for provers of the CDK to dial in.
   */
  prover?: 'groth16' | 'mock' | 'official';
  /** With `official`. */
  official?: OfficialProverSettings;
  logger?: Logger;
}

export interface AggregatorService extends Service {
  url: string;
  status(): AggregatorStatus;
}

/**
 * Collects the validators' signatures for sequenced batches, proves them and has the proof verified
 * on L1, for as long as it runs. `GET /status` tells what it is at and why it does not get on, also
 * while it proves; `GET /metrics` has the figures for Prometheus.
 * @throws PortInUseError, ValidatorsMissingError
 */
export async function startAggregator(o: AggregatorOptions): Promise<AggregatorService> {
  const logger = o.logger ?? createLogger('aggregator');
  const sender = new L1Sender({ ...o, rpcUrl: o.l1RpcUrl, logger });
  const prover = await createRangeProver({ ...o, logger });
  const readBatch = createL2BatchReader(o.l2RpcUrl);
  const aggregator = new Aggregator({ ...o, logger, sender, readBatch, prover });
  const api = await startJsonApi({
    host: o.host,
    port: o.port,
    routes: {
      'GET /status': () => aggregator.status(),
      'GET /metrics': () => prometheusText(metrics(aggregator.status())),
    },
  }).catch(async (error: unknown) => {
    await prover.close();
    throw error;
  });
  const job = loop({
    name: 'aggregator',
    intervalMs: o.pollMs ?? 500,
    run: (signal) => aggregator.turn(signal),
    onError: (error) => aggregator.report(error),
  });
  return {
    name: 'aggregator',
    url: api.url,
    status: () => aggregator.status(),
    async stop() {
      const ended = Promise.all([api.stop(), job.stop()]);
      // Ends the proof in the making, which the turn in progress waits for; the next start makes it.
      await prover.close();
      await ended;
    },
  };
}

function metrics(status: AggregatorStatus): Metric[] {
  const metric = (name: string, help: string, value: number | bigint): Metric => ({
    name: `aggregator_${name}`,
    help,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    value,
  });
  return [
    metric('last_sequenced_batch', 'Last batch sequenced on L1.', status.lastSequenced),
    metric('last_verified_batch', 'Last batch verified on L1.', status.lastVerified),
    metric('proofs_total', 'Proofs verified on L1 since the start.', status.proofCount),
    metric('proofs_waiting', 'Proofs ordered and not made yet.', status.waiting),
    ...(status.provers
      ? [
          metric(
            'provers_connected',
            'Provers that are connected.',
            status.provers.connected.length,
          ),
        ]
      : []),
    metric('last_proof_milliseconds', 'Time of the newest proof.', status.proofs.at(-1)?.ms ?? 0),
    metric('l1_transactions_total', 'L1 transactions mined since the start.', status.l1.sent),
    metric('l1_fee_bumps_total', 'L1 transactions sent again with higher fees.', status.l1.bumps),
    metric('failing', '1 while the last turn failed.', status.lastError ? 1 : 0),
  ];
}
