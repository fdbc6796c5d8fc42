import type { Hex } from 'viem';
import { type CurvePoint, deriveValidatorKey, type KeyPair } from '#circuits';
import {
  createLogger,
  type Logger,
  loop,
  type Metric,
  prometheusText,
  type Service,
  startJsonApi,
} from '#core';
import { createReplica, type Replica } from '../derivation/index.ts';
import type { Genesis } from '../engine/types.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1Client, type ForcedQueue, readOverdueForced } from '../l1info/index.ts';
import { readBatchVerifier } from './readBatchVerifier.ts';
import { readRollupState } from './readRollupState.ts';
import { parseSignRequest, type RangeSignature, signRange } from './signRange.ts';

export interface ValidatorOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l1RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  /** Of the L2. */
  genesis: Genesis;
  /** From which the BabyJubJub key is derived. */
  validatorSeed: Hex;
  /** Private key that signs the 212 bytes as evidence; no such signature without. */
  ecdsaKey?: Hex;
  /** Of the replica; in memory when absent. */
  journalPath?: string;
  /** Milliseconds between two looks at L1; 500 unless told. */
  pollMs?: number;
  logger?: Logger;
}

export interface Validator extends Service {
  url: string;
  publicKey: CurvePoint;
}

interface Context {
  options: ValidatorOptions;
  client: ReturnType<typeof createL1Client>;
  replica: Replica;
  key: KeyPair;
  logger: Logger;
  /** Requests answered since the start. */
  counts: { signed: number; refused: number };
  /** What is forced on L1 and not sequenced, at the last look. */
  forced: ForcedQueue;
}

/**
 * Rebuilds the L2 from L1 data alone, in an engine of its own, and signs a range of batches when the
 * result that it is offered equals its own. It never asks an L2 node.
 * @throws PortInUseError
 */
export async function startValidator(o: ValidatorOptions): Promise<Validator> {
  const logger = o.logger ?? createLogger('validator');
  const client = createL1Client(o.l1RpcUrl);
  const { chainId } = await readRollupState({ ...o, client });
  const replica = await createReplica({ ...o, chainId });
  const key = deriveValidatorKey(o.validatorSeed);
  const counts = { signed: 0, refused: 0 };
  const forced: ForcedQueue = { waiting: [], overdue: [], timeoutSeconds: 0n };
  const context: Context = { options: o, client, replica, key, logger, counts, forced };
  const api = await startJsonApi({
    host: o.host,
    port: o.port,
    routes: {
      'GET /status': () => status(context),
      'GET /metrics': () => prometheusText(metrics(context)),
      'POST /sign': ({ body }) => answerSignRequest(context, body),
    },
  }).catch(async (error: unknown) => {
    await replica.stop();
    throw error;
  });
  const job = loop({
    name: 'validator',
    intervalMs: o.pollMs ?? 500,
    logger,
    run: async () => {
      await replica.sync();
      await lookAtForced(context);
    },
  });
  return {
    name: 'validator',
    url: api.url,
    publicKey: key.publicKey,
    async stop() {
      await Promise.all([api.stop(), job.stop()]);
      await replica.stop();
    },
  };
}

/** A sequencer that lets the time of a forced batch pass censors; who did it and when is on L1. */
async function lookAtForced(o: Context): Promise<void> {
  const { rollup } = o.options.contracts;
  const { follower } = o.replica;
  if (follower.forced().length === 0) return;
  const known = o.forced.overdue.at(-1)?.number ?? 0n;
  o.forced = await readOverdueForced({ client: o.client, rollup, follower });
  for (const { number, timestamp, transactionHash } of o.forced.overdue) {
    if (number <= known) continue;
    const facts = { forced: String(number), since: String(timestamp), transactionHash };
    o.logger.warn(facts, 'the sequencer has let the time of a forced batch pass');
  }
}

async function answerSignRequest(o: Context, body: unknown): Promise<RangeSignature> {
  const request = parseSignRequest(body);
  const { contracts, rollupId, ecdsaKey } = o.options;
  await o.replica.sync();
  const [rollup, verifier] = await Promise.all([
    readRollupState({ client: o.client, contracts, rollupId }),
    readBatchVerifier({ client: o.client, batchVerifier: contracts.batchVerifier }),
  ]);
  const { replica, key } = o;
  const facts = { first: String(request.initNumBatch + 1n), last: String(request.finalNewBatch) };
  try {
    const signed = await signRange({ request, replica, rollup, verifier, key, ecdsaKey });
    o.counts.signed += 1;
    o.logger.info({ ...facts, stateRoot: request.newStateRoot }, 'batches signed');
    return signed;
  } catch (error) {
    o.counts.refused += 1;
    o.logger.warn({ ...facts, err: error }, 'signature refused');
    throw error;
  }
}

async function status(o: Context) {
  const { chain } = o.replica;
  const lastBatch = o.replica.lastBatch();
  const { lastBlock, stateRoot, localExitRoot } = o.replica.batch(lastBatch);
  const { batchVerifier } = o.options.contracts;
  const { domain, epoch, k, n } = await readBatchVerifier({ client: o.client, batchVerifier });
  return {
    publicKey: o.key.publicKey,
    engine: chain.engineVersion,
    genesisStateRoot: chain.genesisStateRoot,
    lastBatch,
    lastBlock,
    stateRoot,
    localExitRoot,
    verifier: { domain, epoch, k, n },
    forced: {
      waiting: o.forced.waiting.length,
      timeoutSeconds: o.forced.timeoutSeconds,
      overdue: o.forced.overdue.map(({ number, timestamp, sender, transactionHash }) => {
        return { number, timestamp, sender, transactionHash };
      }),
    },
  };
}

function metrics(o: Context): Metric[] {
  const metric = (name: string, help: string, value: number | bigint): Metric => ({
    name: `validator_${name}`,
    help,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    value,
  });
  return [
    metric('last_batch', 'Last batch rebuilt from L1.', o.replica.lastBatch()),
    metric('last_block', 'Last L2 block rebuilt from L1.', o.replica.chain.head().number),
    metric('l1_reorgs_total', 'L1 reorgs seen.', o.replica.follower.reorgs().length),
    metric('forced_overdue', 'Forced batches that the sequencer skips.', o.forced.overdue.length),
    metric('signed_total', 'Ranges of batches signed.', o.counts.signed),
    metric('refused_total', 'Requests refused.', o.counts.refused),
  ];
}
