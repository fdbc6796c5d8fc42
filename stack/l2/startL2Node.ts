import { join } from 'node:path';
import type { Address } from 'viem';
import { createLogger, type Logger, type Service } from '#core';
import { createHookRunner, gasFloor, type Hook, metrics } from '#hooks';
import { createDerivation } from '../derivation/index.ts';
import { createMempool } from '../engine/createMempool.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain, Genesis } from '../engine/types.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1Client, createL1InfoFollower } from '../l1info/index.ts';
import { createAdmission } from './admission.ts';
import { BATCH_LIMITS, type BatchLimits, BLOCK_RULES, type BlockRules } from './batchRules.ts';
import { createBatchBook } from './createBatchBook.ts';
import { createHookNews } from './createHookNews.ts';
import { createL1Alignment } from './createL1Alignment.ts';
import { createLock } from './createLock.ts';
import { createSequencer } from './createSequencer.ts';
import type { L2Status } from './L2Status.ts';
import { l2EngineConfig } from './l2EngineConfig.ts';
import { readRollup } from './readRollup.ts';
import { runL2Loops } from './runL2Loops.ts';
import { startL2Rpc } from './startL2Rpc.ts';
import { consolidatedBlock, verifiedBatch } from './zkevmMethods.ts';

export interface L2NodeOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l1RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  genesis: Genesis;
  chainId: number | bigint;
  /** Where the journal is kept; absent: in memory. */
  dataDir?: string;
  /** L1 blocks to wait for before its events count; 0 unless told. */
  l1Depth?: number;
  sequencer: {
    /** Receives the fees. */
    coinbase: Address;
    /** Milliseconds between looks for work; 200 unless told. */
    blockTimeMs?: number;
    batch?: Partial<BatchLimits>;
    blocks?: Partial<BlockRules>;
  };
  /** wei of BIG per gas */
  gasPriceFloorWei: bigint;
  /** Accounts that may claim from the bridge without paying for gas. */
  freeClaimers: readonly Address[];
  /** The bridge on L2. */
  bridge: Address;
  /** Asked after the gas floor. */
  hooks?: readonly Hook[];
  logger?: Logger;
}

export interface L2Node extends Service {
  rpcUrl: string;
  chain: DevChain;
  /**
   * Closes the open batch without waiting for its limits.
   * @returns the newest closed batch
   */
  closeBatch(): Promise<bigint>;
  status(): L2Status;
}

/**
 * The L2: engine, mempool, sequencer, and the RPC in front of them. It first makes sure that its
 * chain is the one that the batches on L1 lead to, and rebuilds what it lacks of it.
 * @throws PortInUseError
 * @throws WrongRollupError, GenesisMismatchError, RollupNotFoundError, ChainDivergedError
 * @throws JournalLockedError, JournalConfigError, JournalMismatchError as `openDevChain`
 */
export async function startL2Node(o: L2NodeOptions): Promise<L2Node> {
  const opened = new AsyncDisposableStack();
  try {
    const node = await compose(o, opened);
    const running = opened.move();
    return { ...node, name: 'l2', stop: () => running.disposeAsync() };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

async function compose(
  o: L2NodeOptions,
  opened: AsyncDisposableStack,
): Promise<Omit<L2Node, keyof Service>> {
  const logger = o.logger ?? createLogger('l2');
  const chainId = BigInt(o.chainId);
  const { rollupId, contracts } = o;
  const client = createL1Client(o.l1RpcUrl);
  const { forkId } = await readRollup({ client, contracts, rollupId, chainId });

  const chain = await openDevChain({
    config: l2EngineConfig({ chainId, genesis: o.genesis }),
    ...(o.dataDir === undefined ? {} : { journalPath: join(o.dataDir, 'journal.sqlite') }),
  });
  opened.defer(() => chain.close());
  const depth = o.l1Depth ?? 0;
  const follower = createL1InfoFollower({ l1: client, contracts, rollupId, depth });
  const derivation = createDerivation({ chain, client, follower, contracts, rollupId });
  const book = createBatchBook({ chain });
  opened.defer(book.stop);
  const { bridge } = o;
  const alignment = createL1Alignment({ chain, book, follower, derivation, bridge, logger });
  await alignment.align();

  const limits = { ...BATCH_LIMITS, ...o.sequencer.batch };
  const rules = { ...BLOCK_RULES, ...o.sequencer.blocks };
  const hooks = createHookRunner({
    hooks: [gasFloor(floor(o)), ...(o.hooks ?? []), metrics()],
    logger,
  });
  const admit = createAdmission({ hooks, maxBatchBytes: limits.maxBytes });
  const mempool = await createMempool({ chain, admit, allowUnprotected: true, logger });
  opened.defer(() => mempool.close());

  const { coinbase } = o.sequencer;
  const parts = { chain, mempool, book, follower, derivation, logger };
  const sequencer = createSequencer({ ...parts, hooks, coinbase, limits, rules });
  const lock = createLock();
  alignment.run({ mempool, rebuild: () => sequencer.turn() });
  const intervalMs = o.sequencer.blockTimeMs ?? 200;
  const news = createHookNews({ follower, hooks });
  const loops = runL2Loops({ ...parts, sequencer, alignment, lock, intervalMs, rules, news });
  opened.defer(() => loops.stop());

  const status = (): L2Status => ({
    block: chain.head().number,
    batch: book.last()?.number ?? 0n,
    virtualBatch: derivation.lastBatch(),
    verifiedBatch: verifiedBatch(parts),
    consolidatedBlock: consolidatedBlock(parts),
    pending: mempool.size(),
    l1Reorgs: follower.reorgs().length,
    reorgs: alignment.reorgs(),
    ...haltedBy(loops.failure()),
  });
  const rpc = await startL2Rpc({ ...o, ...parts, forkId, status, hooks });
  opened.defer(() => rpc.stop());
  const closeBatch = () => lock(async () => sequencer.closeBatch());
  return { rpcUrl: rpc.url, chain, closeBatch, status };
}

function floor(o: L2NodeOptions) {
  return {
    floorWei: o.gasPriceFloorWei,
    freeClaims: { bridge: o.bridge, claimers: o.freeClaimers },
  };
}

function haltedBy(failure: Error | undefined): { halted?: string } {
  return failure ? { halted: failure.message } : {};
}
