import type { Hex } from 'viem';
import type { SealedBlock } from '../engine/types.ts';
import type { InjectedBatch } from '../l1info/index.ts';
import { type L2BlockPlan, l2BlockMeta } from '../l2/blockInputs.ts';
import { L2_EXIT_ROOT_ADDRESS, LOCAL_EXIT_ROOT_SLOT } from '../l2/constants.ts';
import { applyBlockPlan } from './applyBlockPlan.ts';
import { last, type State } from './derivationState.ts';
import { ChainDivergedError } from './errors.ts';
import type { DerivedBatch } from './types.ts';

interface BatchToDerive {
  number: bigint;
  kind: DerivedBatch['kind'];
  hash: Hex;
  plans: L2BlockPlan[];
  coinbase: InjectedBatch['sequencer'];
  transactionHash: Hex;
  forcedData?: Hex;
  forcedNumber?: bigint;
}

/** Makes or compares the blocks of one batch, and adds it to the state. */
export async function deriveBatch(state: State, o: BatchToDerive): Promise<void> {
  const { chain } = state;
  const first = last(state).lastBlock + 1n;
  const next = first + BigInt(o.plans.length);
  // What was compared once need not be compared again, as long as both sides are the same.
  const mark = () => `${o.hash}:${chain.block(next - 1n)?.hash}`;
  const trusted = chain.journal.get(hashKey(o.number)) === mark();
  let skipped = 0;
  for (const [i, plan] of o.plans.entries()) {
    const block = await applyPlan(state, { number: first + BigInt(i), plan, trusted });
    skipped += plan.transactions.length - block.transactions.length;
  }
  await assertNoMoreBlocks(state, { ...o, next });
  if (!trusted) chain.journal.set(hashKey(o.number), mark());
  const batch = await describeBatch(state, { ...o, first, skipped });
  state.batches.push(batch);
  const sequenced = state.follower.sequences().at(-1)?.lastBatch ?? 1n;
  state.onBatch?.({ batch, sequenced });
}

async function applyPlan(
  state: State,
  o: { number: bigint; plan: L2BlockPlan; trusted: boolean },
): Promise<SealedBlock> {
  const { chain } = state;
  try {
    return await applyBlockPlan({ chain, ...o });
  } catch (error) {
    if (!(error instanceof ChainDivergedError) || state.onDivergence !== 'follow') throw error;
    await chain.rollbackTo({ to: o.number - 1n });
    return applyBlockPlan({ chain, ...o });
  }
}

/** The chain may be ahead of L1, but not within a batch. */
async function assertNoMoreBlocks(
  state: State,
  o: { number: bigint; next: bigint; kind: DerivedBatch['kind'] },
): Promise<void> {
  const block = state.chain.block(o.next);
  if (!block || BigInt(l2BlockMeta(block)!.batch) > o.number) return;
  if (state.onDivergence === 'follow') {
    await state.chain.rollbackTo({ to: o.next - 1n });
    return;
  }
  const facts = { field: 'batch', local: o.number.toString(), onL1: 'a later batch' };
  const forced = o.kind === 'forced';
  throw new ChainDivergedError({ batch: o.number, block: o.next, forced, ...facts });
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
    leafIndex: Math.max(before.leafIndex, ...o.plans.map((plan) => plan.meta.l1InfoTreeIndex)),
    forcedNumber: o.forcedNumber ?? before.forcedNumber,
  };
}

function hashKey(batch: bigint): string {
  return `derivation.accInputHash.${batch}`;
}
