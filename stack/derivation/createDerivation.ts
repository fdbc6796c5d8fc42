import { type Hex, keccak256 } from 'viem';
import { createBatchDataReader } from '../da/index.ts';
import {
  type ForcedBatch,
  type L1Sequence,
  managerViews,
  readSequence,
  type SequencedBatch,
} from '../l1info/index.ts';
import { injectedBlockPlan } from '../l2/blockInputs.ts';
import { injectedAccInputHash, sequencedAccInputHash } from './batchHashes.ts';
import {
  commonSequences,
  forgetReplaced,
  genesisBatch,
  last,
  type State,
} from './derivationState.ts';
import { deriveBatch } from './deriveBatch.ts';
import {
  AccInputHashMismatchError,
  BatchRefusedError,
  GenesisMismatchError,
  RollupNotFoundError,
  UnknownBatchError,
} from './errors.ts';
import { planBatch } from './planBatch.ts';
import type { DerivationOptions, DerivedBatch } from './types.ts';

export interface Derivation {
  /**
   * Reads L1 and makes the L2 blocks of every batch sequenced there. Blocks that the chain already
   * has are compared instead. Batches that L1 does not have any more, after a reorg or a rollback,
   * are forgotten; their blocks stay in the chain. One at a time, callers queue.
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
  /** True when the follower has read something that `sync` has to work on. */
  isBehind(): boolean;
}

/** Follows the batches on L1 on a chain of the caller's. */
export function createDerivation(o: DerivationOptions): Derivation {
  const state: State = { ...o, batches: [genesisBatch(o.chain)], done: [] };
  let queue: Promise<unknown> = Promise.resolve();
  let checked = false;

  const sync = async () => {
    await o.follower.poll();
    if (!checked) await assertGenesis(o);
    checked = true;
    forgetReplaced(state);
    if (state.batches.length === 1) await deriveInjected(state);
    for (;;) {
      const sequence = o.follower.sequences()[state.done.length];
      if (!sequence) break;
      await deriveSequence(state, sequence);
      state.done.push(sequence);
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
    isBehind: () =>
      commonSequences(state) < Math.max(state.done.length, o.follower.sequences().length),
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
  const { rollup } = contracts;
  const batches = await readSequence({ client, rollup, sequence, dataOf: dataReader(state) });
  assertContiguous(state, batches);
  assertInfoRoot(state, batches[0]!);
  const hashes = chainHashes({ previous: last(state).accInputHash, batches });
  await assertAccepted(state, { batch: sequence.lastBatch, computed: hashes.at(-1)! });
  for (const [i, batch] of batches.entries()) {
    const { timestamp, leafIndex } = last(state);
    const parent = { timestamp, leafIndex };
    const forced = forcedOf(state, batch);
    await deriveBatch(state, {
      number: batch.number,
      kind: batch.forced ? 'forced' : 'normal',
      hash: hashes[i]!,
      plans: planBatch({ batch, parent, leaf: (index) => follower.leaf(index), forced }),
      coinbase: batch.coinbase,
      transactionHash: sequence.transactionHash,
      ...(batch.forced ? { forcedData: batch.transactions } : {}),
      ...(forced ? { forcedNumber: forced.number } : {}),
    });
  }
}

/** A validium's batches: those that were forced are on L1, the others with its committee. */
function dataReader({ client, contracts, follower }: State): (hash: Hex) => Promise<Hex> {
  const ask = createBatchDataReader({ client, rollup: contracts.rollup });
  return async (hash) => {
    const forced = follower.forced().find(({ transactions }) => keccak256(transactions) === hash);
    return forced?.transactions ?? ask(hash);
  };
}

/** The entry on L1 that a forced batch comes from: each is used once, in their order. */
function forcedOf(state: State, batch: SequencedBatch): ForcedBatch | undefined {
  const { forced, transactions } = batch;
  if (!forced) return undefined;
  const used = last(state).forcedNumber;
  return state.follower
    .forced()
    .find(
      (f) =>
        f.number > used &&
        f.blockHash === forced.blockHash &&
        f.timestamp === forced.timestamp &&
        f.globalExitRoot === forced.globalExitRoot &&
        f.transactions === transactions,
    );
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
