import { type Hex, type PublicClient, zeroAddress, zeroHash } from 'viem';
import type { DevChain } from '../engine/types.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import {
  type InjectedBatch,
  type L1InfoFollower,
  type L1Sequence,
  managerViews,
  readSequence,
  type SequencedBatch,
} from '../l1info/index.ts';
import { injectedBlockPlan, type L2BlockPlan, l2BlockMeta } from '../l2/blockInputs.ts';
import { L2_EXIT_ROOT_ADDRESS, LOCAL_EXIT_ROOT_SLOT } from '../l2/constants.ts';
import { applyBlockPlan } from './applyBlockPlan.ts';
import { injectedAccInputHash, sequencedAccInputHash } from './batchHashes.ts';
import {
  AccInputHashMismatchError,
  BatchRefusedError,
  ChainDivergedError,
  GenesisMismatchError,
  RollupNotFoundError,
  UnknownBatchError,
} from './errors.ts';
import { planBatch } from './planBatch.ts';
import type { DerivedBatch } from './types.ts';

export interface DerivationOptions {
  chain: DevChain;
  client: PublicClient;
  follower: L1InfoFollower;
  contracts: L1Contracts;
  rollupId: number;
}

export interface Derivation {
  /**
   * Reads L1 and makes the L2 blocks of every batch sequenced there. Blocks that the chain already
   * has are compared instead. One at a time, callers queue.
   * @throws GenesisMismatchError
   * @throws RollupNotFoundError
   * @throws BatchRefusedError
   * @throws AccInputHashMismatchError
   * @throws ChainDivergedError
   */
  sync(): Promise<{ lastBatch: bigint; lastBlock: bigint }>;
  /**
   * A batch that `sync` has seen; 0 stands for the genesis.
   * @throws UnknownBatchError
   */
  batch(number: bigint): DerivedBatch;
  lastBatch(): bigint;
}

/** Follows the batches on L1 on a chain of the caller's. */
export function createDerivation(o: DerivationOptions): Derivation {
  const state: State = { ...o, batches: [genesisBatch(o.chain)], sequencesDone: 0, leafIndex: 0 };
  let queue: Promise<unknown> = Promise.resolve();
  let checked = false;

  const sync = async () => {
    await o.follower.poll();
    if (!checked) await assertGenesis(o);
    checked = true;
    if (state.batches.length === 1) await deriveInjected(state);
    for (;;) {
      const sequence = o.follower.sequences()[state.sequencesDone];
      if (!sequence) break;
      await deriveSequence(state, sequence);
      state.sequencesDone += 1;
    }
    const { number: lastBatch, lastBlock } = last(state);
    return { lastBatch, lastBlock };
  };

  return {
    sync() {
      const turn = queue.then(sync);
      queue = turn.catch(() => undefined);
      return turn;
    },
    batch(number) {
      const batch = state.batches[Number(number)];
      if (!batch) throw new UnknownBatchError({ batch: number, last: last(state).number });
      return batch;
    },
    lastBatch: () => last(state).number,
  };
}

interface State extends DerivationOptions {
  /** By number, without gaps. */
  batches: DerivedBatch[];
  sequencesDone: number;
  leafIndex: number;
}

function last(state: State): DerivedBatch {
  return state.batches.at(-1)!;
}

function genesisBatch(chain: DevChain): DerivedBatch {
  return {
    number: 0n,
    kind: 'genesis',
    blocks: [0n],
    lastBlock: 0n,
    stateRoot: chain.genesisStateRoot,
    localExitRoot: zeroHash,
    accInputHash: zeroHash,
    timestamp: chain.config.genesis.timestamp,
    coinbase: zeroAddress,
    skipped: 0,
  };
}

async function assertGenesis(o: DerivationOptions): Promise<void> {
  const onL1 = await o.client.readContract({
    address: o.contracts.rollupManager,
    abi: managerViews,
    functionName: 'getRollupBatchNumToStateRoot',
    args: [o.rollupId, 0n],
  });
  const local = o.chain.genesisStateRoot;
  if (onL1 !== local) throw new GenesisMismatchError({ onL1, local });
}

async function deriveInjected(state: State): Promise<void> {
  const { follower, contracts } = state;
  const injected = follower.injected();
  if (!injected) {
    throw new RollupNotFoundError({
      rollup: contracts.rollup,
      fromBlock: contracts.deploymentBlock,
      head: follower.head()?.number ?? 0n,
    });
  }
  const hash = injectedAccInputHash(injected);
  await assertAccepted(state, { batch: 1n, computed: hash });
  await deriveBatch(state, {
    number: 1n,
    kind: 'injected',
    hash,
    plans: [injectedBlockPlan(injected)],
    coinbase: injected.sequencer,
    transactionHash: injected.transactionHash,
  });
}

async function deriveSequence(state: State, sequence: L1Sequence): Promise<void> {
  const { client, contracts, follower } = state;
  const batches = await readSequence({ client, rollup: contracts.rollup, sequence });
  assertContiguous(state, batches);
  assertInfoRoot(state, batches[0]!);
  const hashes = chainHashes({ previous: last(state).accInputHash, batches });
  await assertAccepted(state, { batch: sequence.lastBatch, computed: hashes.at(-1)! });
  for (const [i, batch] of batches.entries()) {
    const { timestamp } = last(state);
    const parent = { timestamp, leafIndex: state.leafIndex };
    await deriveBatch(state, {
      number: batch.number,
      kind: batch.forced ? 'forced' : 'normal',
      hash: hashes[i]!,
      plans: planBatch({ batch, parent, leaf: (index) => follower.leaf(index) }),
      coinbase: batch.coinbase,
      transactionHash: sequence.transactionHash,
      ...(batch.forced ? { forcedData: batch.transactions } : {}),
    });
  }
}

function chainHashes(o: { previous: Hex; batches: readonly SequencedBatch[] }): Hex[] {
  let previous = o.previous;
  return o.batches.map((batch) => {
    previous = sequencedAccInputHash({ previous, batch });
    return previous;
  });
}

function assertContiguous(state: State, batches: readonly SequencedBatch[]): void {
  const expected = last(state).number + 1n;
  if (batches[0]?.number === expected) return;
  throw new BatchRefusedError({
    batch: batches[0]?.number ?? expected,
    rule: 'batches follow each other without a gap',
    facts: `expected batch ${expected}`,
  });
}

function assertInfoRoot(state: State, batch: SequencedBatch): void {
  const { leafCount, l1InfoRoot } = batch.limits;
  if (leafCount === 0) return;
  const root = state.follower.leaf(leafCount - 1)?.l1InfoRoot;
  if (root === l1InfoRoot) return;
  throw new BatchRefusedError({
    batch: batch.number,
    rule: 'its info tree root is the one after its leaf count',
    facts: `root ${l1InfoRoot}, after ${leafCount} leaves ${root ?? 'unknown'}`,
  });
}

async function assertAccepted(state: State, o: { batch: bigint; computed: Hex }): Promise<void> {
  const [onL1] = await state.client.readContract({
    address: state.contracts.rollupManager,
    abi: managerViews,
    functionName: 'getRollupSequencedBatches',
    args: [state.rollupId, o.batch],
  });
  if (onL1 !== o.computed) throw new AccInputHashMismatchError({ ...o, onL1 });
}

interface BatchToDerive {
  number: bigint;
  kind: DerivedBatch['kind'];
  hash: Hex;
  plans: L2BlockPlan[];
  coinbase: InjectedBatch['sequencer'];
  transactionHash: Hex;
  forcedData?: Hex;
}

async function deriveBatch(state: State, o: BatchToDerive): Promise<void> {
  const { chain } = state;
  const first = last(state).lastBlock + 1n;
  const recorded = chain.journal.get(hashKey(o.number));
  if (recorded !== undefined && recorded !== o.hash) {
    const facts = { field: 'accInputHash', local: recorded, onL1: o.hash };
    throw new ChainDivergedError({ batch: o.number, block: first, ...facts });
  }
  let skipped = 0;
  for (const [i, plan] of o.plans.entries()) {
    const number = first + BigInt(i);
    const block = await applyBlockPlan({ chain, number, plan, trusted: recorded !== undefined });
    skipped += plan.transactions.length - block.transactions.length;
    state.leafIndex = Math.max(state.leafIndex, plan.meta.l1InfoTreeIndex);
  }
  await assertNoMoreBlocks(state, { ...o, next: first + BigInt(o.plans.length) });
  if (recorded === undefined) chain.journal.set(hashKey(o.number), o.hash);
  state.batches.push(await describeBatch(state, { ...o, first, skipped }));
}

/** The chain may be ahead of L1, but not within a batch. */
async function assertNoMoreBlocks(
  state: State,
  o: { number: bigint; next: bigint },
): Promise<void> {
  const block = state.chain.block(o.next);
  if (!block || BigInt(l2BlockMeta(block)!.batch) > o.number) return;
  const facts = { field: 'batch', local: o.number.toString(), onL1: 'a later batch' };
  throw new ChainDivergedError({ batch: o.number, block: o.next, ...facts });
}

async function describeBatch(
  state: State,
  o: BatchToDerive & { first: bigint; skipped: number },
): Promise<DerivedBatch> {
  const { chain } = state;
  const before = last(state);
  const lastBlock = before.lastBlock + BigInt(o.plans.length);
  const block = chain.block(lastBlock);
  const localExitRoot = await chain.request<Hex>('eth_getStorageAt', [
    L2_EXIT_ROOT_ADDRESS,
    LOCAL_EXIT_ROOT_SLOT,
    `0x${lastBlock.toString(16)}`,
  ]);
  return {
    number: o.number,
    kind: o.kind,
    blocks: o.plans.map((_, i) => o.first + BigInt(i)),
    lastBlock,
    stateRoot: block?.stateRoot ?? before.stateRoot,
    localExitRoot,
    accInputHash: o.hash,
    timestamp: block?.timestamp ?? before.timestamp,
    coinbase: o.coinbase,
    transactionHash: o.transactionHash,
    ...(o.forcedData === undefined ? {} : { forcedData: o.forcedData }),
    skipped: o.skipped,
  };
}

function hashKey(batch: bigint): string {
  return `derivation.accInputHash.${batch}`;
}
