import { type Address, type Hex, isAddressEqual, numberToHex } from 'viem';
import type { Genesis, SealedBlock } from '../engine/types.ts';
import { createL1Client } from '../l1info/index.ts';
import { createReplica, type Replica } from './createReplica.ts';
import { type DiscoveredRollup, discoverRollup } from './discoverRollup.ts';
import { SyncBlockError, SyncRootError } from './errors.ts';

export interface SyncOptions {
  l1RpcUrl: string;
  rollup: Address;
  /** Its blocks are compared, one by one; none are unless told. */
  l2RpcUrl?: string;
  /** The genesis that the rollup was created with. */
  genesis: Genesis | ((rollup: DiscoveredRollup) => Promise<Genesis>);
  /** L1 blocks to stay behind; 0 unless told. */
  depth?: number;
  onProgress?: (progress: SyncProgress) => void;
}

export type SyncProgress =
  | { phase: 'batches'; batch: bigint; of: bigint; block: bigint }
  | { phase: 'roots'; batch: bigint; of: bigint }
  | { phase: 'blocks'; block: bigint; of: bigint };

export interface SyncReport {
  rollupId: number;
  chainId: bigint;
  genesisRoot: Hex;
  lastBatch: bigint;
  lastBlock: bigint;
  hash: Hex;
  stateRoot: Hex;
  accInputHash: Hex;
  forcedBatches: bigint;
  /** Transactions in batches that the rules skipped. */
  skipped: number;
  /** State roots on L1 that were found to be right. */
  rootsCompared: number;
  /** Blocks of the L2 RPC that were found to be the same. */
  blocksCompared: number;
}

/** Blocks of the L2 RPC that are asked for at once. */
const CHUNK = 100n;

/**
 * Rebuilds an L2 from L1 alone, in a fresh engine in memory, and compares: every state root and
 * exit root that L1 accepted, and every block that an L2 node has of the batches on L1.
 * @throws NotARollupError, GenesisMismatchError, RollupNotFoundError
 * @throws BatchRefusedError, AccInputHashMismatchError when the data on L1 breaks a rule
 * @throws SyncRootError, SyncBlockError with the first difference
 */
export async function syncFromL1(o: SyncOptions): Promise<SyncReport> {
  const client = createL1Client(o.l1RpcUrl);
  const rollup = await discoverRollup({ client, rollup: o.rollup });
  const { onProgress } = o;
  const replica = await createReplica({
    ...rollup,
    l1RpcUrl: o.l1RpcUrl,
    depth: o.depth ?? 0,
    genesis: typeof o.genesis === 'function' ? await o.genesis(rollup) : o.genesis,
    onBatch: ({ batch, sequenced }) =>
      onProgress?.({
        phase: 'batches',
        batch: batch.number,
        of: sequenced,
        block: batch.lastBlock,
      }),
  });
  try {
    await replica.sync();
    const rootsCompared = compareRoots({ replica, ...(onProgress ? { onProgress } : {}) });
    const blocksCompared = o.l2RpcUrl
      ? await compareBlocks({ ...o, l2RpcUrl: o.l2RpcUrl, replica })
      : 0;
    return { ...describe({ replica, rollup }), rootsCompared, blocksCompared };
  } finally {
    await replica.stop();
  }
}

function describe(o: { replica: Replica; rollup: DiscoveredRollup }) {
  const { replica, rollup } = o;
  const last = replica.batch(replica.lastBatch());
  const { lastBlock, stateRoot, accInputHash, forcedNumber: forcedBatches } = last;
  let skipped = 0;
  for (let n = 1n; n <= last.number; n += 1n) skipped += replica.batch(n).skipped;
  return {
    rollupId: rollup.rollupId,
    chainId: rollup.chainId,
    genesisRoot: replica.chain.genesisStateRoot,
    lastBatch: last.number,
    lastBlock,
    hash: replica.chain.block(lastBlock)!.hash,
    stateRoot,
    accInputHash,
    forcedBatches,
    skipped,
  };
}

function compareRoots(o: {
  replica: Replica;
  onProgress?: (progress: SyncProgress) => void;
}): number {
  const verifications = o.replica.follower.verifications();
  const of = verifications.at(-1)?.lastBatch ?? 0n;
  for (const { lastBatch: batch, aggregator, transactionHash, ...onL1 } of verifications) {
    const local = o.replica.batch(batch);
    for (const what of ['stateRoot', 'localExitRoot'] as const) {
      if (onL1[what] === local[what]) continue;
      const found = { onL1: onL1[what], rebuilt: local[what] };
      throw new SyncRootError({ batch, what, aggregator, transactionHash, ...found });
    }
    o.onProgress?.({ phase: 'roots', batch, of });
  }
  return verifications.length;
}

interface RpcBlock {
  hash: Hex;
  parentHash: Hex;
  stateRoot: Hex;
  timestamp: Hex;
  miner: Address;
  transactions: Hex[];
}

async function compareBlocks(
  o: SyncOptions & { l2RpcUrl: string; replica: Replica },
): Promise<number> {
  const { replica, onProgress } = o;
  const l2 = createL1Client(o.l2RpcUrl);
  const ask = l2.request as (call: { method: string; params: unknown[] }) => Promise<unknown>;
  const read = (number: bigint) =>
    ask({
      method: 'eth_getBlockByNumber',
      params: [numberToHex(number), false],
    }) as Promise<RpcBlock | null>;
  const of = replica.batch(replica.lastBatch()).lastBlock;
  for (let from = 1n; from <= of; from += CHUNK) {
    const count = of - from + 1n < CHUNK ? of - from + 1n : CHUNK;
    const numbers = Array.from({ length: Number(count) }, (_, i) => from + BigInt(i));
    const found = await Promise.all(numbers.map(read));
    for (const [i, number] of numbers.entries()) {
      const local = replica.chain.block(number)!;
      await assertSameBlock({ replica, local, found: found[i] ?? null, rpcUrl: o.l2RpcUrl });
    }
    onProgress?.({ phase: 'blocks', block: from + count - 1n, of });
  }
  return Number(of);
}

/** The most telling difference first: a hash differs for every other one. */
async function assertSameBlock(o: {
  replica: Replica;
  local: SealedBlock;
  found: RpcBlock | null;
  rpcUrl: string;
}): Promise<void> {
  const { local, found, rpcUrl } = o;
  const differ = (field: string, rebuilt: string, onL2: string) =>
    new SyncBlockError({ block: local.number, field, rebuilt, onL2, rpcUrl });
  if (!found) throw differ('block', local.hash, 'absent');
  if (found.hash === local.hash) return;
  const { miner } = await o.replica.chain.request<RpcBlock>('eth_getBlockByNumber', [
    numberToHex(local.number),
    false,
  ]);
  const sameMiner = isAddressEqual(miner, found.miner);
  const fields: [string, string, string][] = [
    ['parent hash', local.parentHash, found.parentHash],
    ['transaction list', local.transactionHashes.join(), found.transactions.join()],
    ['timestamp', String(local.timestamp), String(BigInt(found.timestamp))],
    ['coinbase', miner, sameMiner ? miner : found.miner],
    ['state root', local.stateRoot, found.stateRoot],
    ['hash', local.hash, found.hash],
  ];
  const [field, rebuilt, onL2] = fields.find(([, a, b]) => a !== b)!;
  throw differ(field, rebuilt, onL2);
}
