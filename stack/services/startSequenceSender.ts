import { type Address, type Hex, maxUint256, zeroHash } from 'viem';
import { globalExitRootAbi, polTestTokenAbi, rollupEtrogAbi, rollupManagerAbi } from '#contracts';
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
import { createL1InfoFollower, type L1InfoFollower } from '../l1info/index.ts';
import { buildSequence } from './buildSequence.ts';
import { callDataBytes, createPoster } from './createPoster.ts';
import { GasLimitError, InfoLeafMissingError, InsufficientPolError } from './errors.ts';
import { L1Sender, type L1SenderStatus } from './L1Sender.ts';
import { createL2BatchReader, type L2Batch, type L2BatchReader } from './readL2Batch.ts';
import { readRollupState } from './readRollupState.ts';
import { describeError } from './requestSignature.ts';
import { troubleOf } from './troubleOf.ts';
import { withForcedData } from './withForcedData.ts';

export interface SequenceSenderOptions {
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  /** Private key of the trusted sequencer. */
  key: Hex;
  /** Gets the fees of the L2; must be the one that the L2 node uses. The sender unless told. */
  coinbase?: Address;
  /** Serves `GET /status` and `GET /metrics`; port 0 takes any. No API unless told. */
  api?: { host: string; port: number };
  /** Milliseconds between two looks for closed batches; 500 unless told. */
  pollMs?: number;
  /** Batches in one transaction; 20 unless told. */
  maxBatchesPerSequence?: number;
  /** Bytes of call data in one transaction; 126,976 unless told: geth takes 128 KiB in all. */
  maxTxBytes?: number;
  /** Gas of one transaction; 15 million unless told. */
  maxTxGas?: bigint;
  /** Milliseconds after which a transaction that is not mined gets higher fees; 30,000 unless told. */
  bumpAfterMs?: number;
  /** Takes missing POL from the test token's free mint; dev chains only. */
  mintPol?: boolean;
  logger?: Logger;
}

const MAX_TX_BYTES = 126_976;
const MAX_TX_GAS = 15_000_000n;

export interface SequenceSenderStatus {
  state: 'starting' | 'idle' | 'sequencing' | 'failing';
  /** As L1 had it at the last look. */
  lastSequenced: bigint;
  /** Sent since the start. */
  sequences: number;
  batches: number;
  l1: L1SenderStatus;
  /** Why the last turn failed; null once it went well. */
  lastError: { code: string; message: string } | null;
}

export interface SequenceSender extends Service {
  /** Of the status API; empty without one. */
  url: string;
  status(): SequenceSenderStatus;
  /** Looks for closed batches now. */
  poke(): void;
}

interface Context extends SequenceSenderOptions {
  sender: L1Sender;
  readBatch: L2BatchReader;
  follower: L1InfoFollower;
  logger: Logger;
  state: Omit<SequenceSenderStatus, 'l1'>;
}

/**
 * Puts the closed batches of the L2 on the L1, several in one transaction where they fit. The L1
 * says what is there; nothing is remembered, so reorgs, rollbacks and restarts need no repair.
 * @throws PortInUseError
 */
export async function startSequenceSender(o: SequenceSenderOptions): Promise<SequenceSender> {
  const logger = o.logger ?? createLogger('sequence-sender');
  const sender = new L1Sender({ ...o, rpcUrl: o.l1RpcUrl, logger });
  const context: Context = {
    ...o,
    logger,
    sender,
    readBatch: createL2BatchReader(o.l2RpcUrl),
    follower: createL1InfoFollower({ ...o, l1: o.l1RpcUrl }),
    state: { state: 'starting', lastSequenced: 0n, sequences: 0, batches: 0, lastError: null },
  };
  const status = (): SequenceSenderStatus => {
    const l1 = sender.status();
    return { ...context.state, ...troubleOf(l1), l1 };
  };
  const routes = {
    'GET /status': status,
    'GET /metrics': () => prometheusText(metrics(status())),
  } as const;
  const api = o.api && (await startJsonApi({ ...o.api, routes }));
  const job = loop({
    name: 'sequence-sender',
    intervalMs: o.pollMs ?? 500,
    onError: (error) => report(context, error),
    run: async (signal) => {
      await sender.settle({ signal });
      while (!signal.aborted && (await sequenceNext(context))) await sender.settle({ signal });
      Object.assign(context.state, { state: 'idle', lastError: null });
    },
  });
  return {
    name: 'sequence-sender',
    url: api?.url ?? '',
    status,
    poke: () => job.poke(),
    async stop() {
      await Promise.all([api?.stop(), job.stop()]);
    },
  };
}

/** The same reason is logged once. */
function report(o: Context, error: unknown): void {
  const { code, message } = describeError(error);
  const known = o.state.lastError?.message === message;
  Object.assign(o.state, { state: 'failing', lastError: { code, message } });
  if (!known) o.logger.warn({ err: error }, 'batches not sequenced');
}

function metrics(status: SequenceSenderStatus): Metric[] {
  const { l1 } = status;
  const gauge = (name: string, help: string, value: number | bigint): Metric => ({
    name: `sequence_sender_${name}`,
    help,
    type: name.endsWith('_total') ? 'counter' : 'gauge',
    value,
  });
  return [
    gauge('last_sequenced_batch', 'Last batch on L1.', status.lastSequenced),
    gauge('sequences_total', 'Sequences sent since the start.', status.sequences),
    gauge('batches_total', 'Batches sent since the start.', status.batches),
    gauge('l1_transactions_total', 'L1 transactions mined since the start.', l1.sent),
    gauge('l1_fee_bumps_total', 'L1 transactions sent again with higher fees.', l1.bumps),
    gauge('failing', '1 while the last turn failed.', status.lastError ? 1 : 0),
  ];
}

/** One transaction with the batches that are closed by now. False when there are none. */
async function sequenceNext(o: Context): Promise<boolean> {
  const { client } = o.sender;
  const { lastBatchSequenced } = await readRollupState({ ...o, client });
  o.state.lastSequenced = lastBatchSequenced;
  let batches = await closedBatches(o, lastBatchSequenced + 1n);
  if (batches.length === 0) return false;
  o.state.state = 'sequencing';
  await payFor(o, batches.length);
  for (;;) {
    try {
      await sendSequence(o, batches);
      return true;
    } catch (error) {
      if (!(error instanceof GasLimitError) || batches.length === 1) throw error;
      batches = batches.slice(0, Math.ceil(batches.length / 2));
    }
  }
}

async function sendSequence(o: Context, closed: readonly L2Batch[]): Promise<void> {
  const { client } = o.sender;
  const { rollup: address } = o.contracts;
  const post = await createPoster({ client, rollup: address, key: o.key });
  const batches = await withForcedData({ ...o, client, rollup: address, batches: closed });
  const sequence = buildSequence({ batches, coinbase: o.coinbase ?? o.sender.address });
  const rollup = { address, abi: rollupEtrogAbi } as const;
  const previous = await client.readContract({ ...rollup, functionName: 'lastAccInputHash' });
  const last = batches.at(-1)?.number ?? 0n;
  const l1InfoRoot = await infoRoot(o, { leafCount: sequence.l1InfoTreeLeafCount, batch: last });
  const call = await post({ sequence, previous, l1InfoRoot });
  await o.sender.send({
    ...call,
    address,
    what: `sequence batches ${batches[0]?.number} to ${last}`,
    maxGas: o.maxTxGas ?? MAX_TX_GAS,
  });
  o.state.sequences += 1;
  o.state.batches += batches.length;
  o.state.lastSequenced = last;
}

/** As many as fit into one transaction, at least one. */
async function closedBatches(o: Context, from: bigint): Promise<L2Batch[]> {
  const batches: L2Batch[] = [];
  while (batches.length < (o.maxBatchesPerSequence ?? 20)) {
    const batch = await o.readBatch(from + BigInt(batches.length));
    if (!batch?.closed) break;
    const bytes = callDataBytes([...batches, batch]);
    if (batches.length > 0 && bytes > (o.maxTxBytes ?? MAX_TX_BYTES)) break;
    batches.push(batch);
  }
  return batches;
}

async function infoRoot(o: Context, at: { leafCount: number; batch: bigint }): Promise<Hex> {
  const root = await o.sender.client.readContract({
    address: o.contracts.globalExitRoot,
    abi: globalExitRootAbi,
    functionName: 'l1InfoRootMap',
    args: [at.leafCount],
  });
  if (root === zeroHash) throw new InfoLeafMissingError(at);
  return root;
}

/** Sees to it that the rollup contract can take the POL it asks for. */
async function payFor(o: Context, batches: number): Promise<void> {
  const { client, address: account } = o.sender;
  const pol = { address: o.contracts.pol, abi: polTestTokenAbi } as const;
  const { rollup, rollupManager } = o.contracts;
  const [fee, balance, allowance] = await Promise.all([
    client.readContract({
      address: rollupManager,
      abi: rollupManagerAbi,
      functionName: 'getBatchFee',
    }),
    client.readContract({ ...pol, functionName: 'balanceOf', args: [account] }),
    client.readContract({ ...pol, functionName: 'allowance', args: [account, rollup] }),
  ]);
  const needed = fee * BigInt(batches);
  if (balance < needed) {
    if (!o.mintPol) throw new InsufficientPolError({ account, balance, needed });
    const args = [account, needed * 1_000n];
    await o.sender.send({ ...pol, what: 'mint POL', functionName: 'mint', args });
  }
  if (allowance < needed) {
    const args = [rollup, maxUint256];
    await o.sender.send({ ...pol, what: 'approve POL', functionName: 'approve', args });
  }
}
