import { type Address, type Hex, numberToHex, zeroHash } from 'viem';
import { encodeBatchL2Data } from '../batch/index.ts';
import type { DerivedBatch } from '../derivation/index.ts';
import type { DevChain } from '../engine/types.ts';
import type { L1Verification } from '../l1info/index.ts';
import type { BatchSources } from './BatchSources.ts';
import { L2_EXIT_ROOT_ADDRESS, LOCAL_EXIT_ROOT_SLOT } from './constants.ts';
import type { LocalBatch } from './createBatchBook.ts';
import { describeFullBlock } from './describeFullBlock.ts';

export type { BatchSources } from './BatchSources.ts';

/** Answer of zkevm_getBatchByNumber, as cdk-erigon shapes it. */
export interface RpcBatch {
  number: Hex;
  coinbase: Address;
  stateRoot: Hex;
  timestamp: Hex;
  blocks: unknown[];
  /** Hashes, or objects with their receipts; null when there are none. */
  transactions: unknown[] | null;
  globalExitRoot: Hex;
  mainnetExitRoot: Hex;
  rollupExitRoot: Hex;
  localExitRoot: Hex;
  sendSequencesTxHash: Hex | null;
  verifyBatchTxHash: Hex | null;
  accInputHash: Hex;
  closed: boolean;
  batchL2Data: Hex;
  /** Of a forced batch only: its number among the forced ones. */
  forcedBatchNumber?: Hex;
}

interface EngineBlock {
  hash: Hex;
  miner: Address;
  stateRoot: Hex;
  timestamp: Hex;
  transactions: unknown[];
}

/** @returns undefined above the newest batch */
export async function describeBatch(
  o: BatchSources & { number: bigint; fullTransactions: boolean },
): Promise<RpcBatch | undefined> {
  const batch = o.number === 0n ? genesisBatch : o.book.batch(o.number);
  if (!batch) return undefined;
  const blocks = await readBlocks({ ...o, batch });
  const end = blocks.at(-1) ?? (await readBlock({ ...o, number: batch.lastBlock }));
  const derived = batch.number <= o.derivation.lastBatch() ? o.derivation.batch(o.number) : null;
  const roots = exitRoots({ ...o, batch });
  return {
    number: numberToHex(batch.number),
    coinbase: end.miner,
    stateRoot: batch.number === 0n ? o.chain.genesisStateRoot : end.stateRoot,
    timestamp: end.timestamp,
    ...(o.fullTransactions
      ? await fullContents({ ...o, blocks })
      : contents({
          blocks: blocks.map((b) => b.hash),
          transactions: blocks.flatMap((b) => b.transactions),
        })),
    ...roots,
    localExitRoot: await o.chain.request<Hex>('eth_getStorageAt', [
      L2_EXIT_ROOT_ADDRESS,
      LOCAL_EXIT_ROOT_SLOT,
      numberToHex(batch.lastBlock),
    ]),
    ...settlement({ ...o, derived }),
    closed: batch.closed,
    batchL2Data: data({ ...o, batch, derived }),
    ...(batch.kind === 'forced' ? { forcedBatchNumber: numberToHex(batch.forcedNumber) } : {}),
  };
}

const genesisBatch: LocalBatch = {
  number: 0n,
  kind: 'injected',
  firstBlock: 0n,
  lastBlock: 0n,
  transactions: 0,
  bytes: 0,
  leafIndex: 0,
  closed: true,
  forcedNumber: 0n,
};

/** In full, a batch has the transactions beside the blocks, which hold only their hashes. */
async function fullContents(o: BatchSources & { blocks: EngineBlock[] }) {
  const full = await Promise.all(
    o.blocks.map(({ hash }) =>
      describeFullBlock({ ...o, block: { hash }, fullTransactions: true }),
    ),
  );
  return contents({
    blocks: full.map((block, i) => ({ ...block, transactions: o.blocks[i]!.transactions })),
    transactions: full.flatMap((block) => block?.['transactions'] as unknown[]),
  });
}

function contents({ blocks, transactions }: { blocks: unknown[]; transactions: unknown[] }) {
  return { blocks, transactions: transactions.length ? transactions : null };
}

function readBlocks(o: BatchSources & { batch: LocalBatch }): Promise<EngineBlock[]> {
  const count = Number(o.batch.lastBlock - o.batch.firstBlock) + 1;
  const numbers = Array.from({ length: count }, (_, i) => o.batch.firstBlock + BigInt(i));
  return Promise.all(numbers.map((number) => readBlock({ ...o, number })));
}

function readBlock(o: { chain: DevChain; number: bigint }): Promise<EngineBlock> {
  const params = [numberToHex(o.number), false];
  return o.chain.request<EngineBlock>('eth_getBlockByNumber', params);
}

/** The exit roots that the L2 knew last, at the end of the batch. */
function exitRoots(o: BatchSources & { batch: LocalBatch }) {
  const { batch, follower } = o;
  const injected = follower.injected()?.globalExitRoot;
  const leaf =
    batch.leafIndex > 0
      ? follower.leaf(batch.leafIndex)
      : batch.number > 0n && injected !== undefined
        ? follower.leafOf(injected)
        : undefined;
  return {
    globalExitRoot: leaf?.globalExitRoot ?? (batch.number > 0n ? injected : undefined) ?? zeroHash,
    mainnetExitRoot: leaf?.mainnetExitRoot ?? zeroHash,
    rollupExitRoot: leaf?.rollupExitRoot ?? zeroHash,
  };
}

function settlement(o: BatchSources & { number: bigint; derived: DerivedBatch | null }) {
  if (o.number === 0n) {
    return { sendSequencesTxHash: zeroHash, verifyBatchTxHash: zeroHash, accInputHash: zeroHash };
  }
  return {
    sendSequencesTxHash: o.derived?.transactionHash ?? null,
    verifyBatchTxHash: verificationOf(o)?.transactionHash ?? null,
    accInputHash: o.derived?.accInputHash ?? zeroHash,
  };
}

function verificationOf(o: BatchSources & { number: bigint }): L1Verification | undefined {
  return o.follower.verifications().find((v) => v.lastBatch >= o.number);
}

/** Batch data of a batch of the local chain; undefined when it has none. */
export function batchDataOf(o: BatchSources & { number: bigint }): Hex | undefined {
  const batch = o.book.batch(o.number);
  if (!batch) return undefined;
  const derived = o.number <= o.derivation.lastBatch() ? o.derivation.batch(o.number) : null;
  const found = data({ ...o, batch, derived });
  return found === '0x' ? undefined : found;
}

/** As cdk-erigon, it shows the genesis and the injected block with a block header like any other. */
function data(o: BatchSources & { batch: LocalBatch; derived: DerivedBatch | null }): Hex {
  const { kind, firstBlock } = o.batch;
  if (kind === 'injected') {
    const block = o.chain.block(firstBlock)!;
    const parent = o.chain.block(firstBlock - 1n) ?? block;
    const transactions = block.transactions.map((raw) => ({ raw, effectivePercentage: 255 }));
    const deltaTimestamp = Number(block.timestamp - parent.timestamp);
    return encodeBatchL2Data([{ deltaTimestamp, l1InfoTreeIndex: 0, transactions }]);
  }
  return o.derived?.forcedData ?? o.book.batchL2Data(o.batch.number);
}
