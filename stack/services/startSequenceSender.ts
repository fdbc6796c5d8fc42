import { type Address, type Hex, maxUint256, size, zeroHash } from 'viem';
import { globalExitRootAbi, polTestTokenAbi, rollupEtrogAbi, rollupManagerAbi } from '#contracts';
import { createLogger, type Logger, loop, type Service } from '#core';
import type { L1Contracts } from '../L1Contracts.ts';
import { buildSequence, finalAccInputHash } from './buildSequence.ts';
import { InfoLeafMissingError, InsufficientPolError } from './errors.ts';
import { L1Sender } from './L1Sender.ts';
import { createL2BatchReader, type L2Batch, type L2BatchReader } from './readL2Batch.ts';
import { readRollupState } from './readRollupState.ts';

export interface SequenceSenderOptions {
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  /** Private key of the trusted sequencer. */
  key: Hex;
  /** Gets the fees of the L2; must be the one that the L2 node uses. The sender unless told. */
  coinbase?: Address;
  /** Milliseconds between two looks for closed batches; 500 unless told. */
  pollMs?: number;
  /** Batches in one transaction; 20 unless told. */
  maxBatchesPerSequence?: number;
  /** Takes missing POL from the test token's free mint; dev chains only. */
  mintPol?: boolean;
  logger?: Logger;
}

/** Most batch data in one transaction: nodes refuse larger ones (128 KiB in geth). */
const MAX_SEQUENCE_BYTES = 120_000;

export interface SequenceSender extends Service {
  /** Looks for closed batches now. */
  poke(): void;
}

interface Context extends SequenceSenderOptions {
  sender: L1Sender;
  readBatch: L2BatchReader;
  logger: Logger;
}

/** Puts the closed batches of the L2 on the L1. The L1 says what is there; nothing is remembered. */
export async function startSequenceSender(o: SequenceSenderOptions): Promise<SequenceSender> {
  const logger = o.logger ?? createLogger('sequence-sender');
  const sender = new L1Sender({ rpcUrl: o.l1RpcUrl, key: o.key, logger });
  const context = { ...o, logger, sender, readBatch: createL2BatchReader(o.l2RpcUrl) };
  const job = loop({
    name: 'sequence-sender',
    intervalMs: o.pollMs ?? 500,
    logger,
    run: async (signal) => {
      await sender.settle({ signal });
      while (!signal.aborted && (await sequenceNext(context))) await sender.settle({ signal });
    },
  });
  return { name: 'sequence-sender', stop: () => job.stop(), poke: () => job.poke() };
}

/** One transaction with the batches that are closed by now. False when there are none. */
async function sequenceNext(o: Context): Promise<boolean> {
  const { client } = o.sender;
  const { lastBatchSequenced } = await readRollupState({ ...o, client });
  const batches = await closedBatches(o, lastBatchSequenced + 1n);
  if (batches.length === 0) return false;
  await payFor(o, batches.length);
  const sequence = buildSequence({ batches, coinbase: o.coinbase ?? o.sender.address });
  const rollup = { address: o.contracts.rollup, abi: rollupEtrogAbi } as const;
  const previous = await client.readContract({ ...rollup, functionName: 'lastAccInputHash' });
  const last = batches.at(-1)?.number ?? 0n;
  const l1InfoRoot = await infoRoot(o, { leafCount: sequence.l1InfoTreeLeafCount, batch: last });
  await o.sender.send({
    ...rollup,
    what: `sequence batches ${batches[0]?.number} to ${last}`,
    functionName: 'sequenceBatches',
    args: [
      sequence.batches,
      sequence.l1InfoTreeLeafCount,
      sequence.maxSequenceTimestamp,
      finalAccInputHash({ previous, sequence, l1InfoRoot }),
      sequence.l2Coinbase,
    ],
  });
  return true;
}

async function closedBatches(o: Context, from: bigint): Promise<L2Batch[]> {
  const batches: L2Batch[] = [];
  let bytes = 0;
  while (batches.length < (o.maxBatchesPerSequence ?? 20)) {
    const batch = await o.readBatch(from + BigInt(batches.length));
    if (!batch?.closed) break;
    bytes += size(batch.batchL2Data);
    if (batches.length > 0 && bytes > MAX_SEQUENCE_BYTES) break;
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
