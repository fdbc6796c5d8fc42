import { type Hex, isAddressEqual, keccak256 } from 'viem';
import type { DevChain, SealedBlock } from '../engine/types.ts';
import {
  admissible,
  type ExitRootImport,
  type L2BlockPlan,
  l2BlockMeta,
  toBlockInputs,
} from '../l2/blockInputs.ts';
import { ChainDivergedError } from './errors.ts';

/**
 * Makes the block, or compares it when the chain has it.
 * @param o.trusted the chain's block was compared before
 * @throws ChainDivergedError
 */
export async function applyBlockPlan(o: {
  chain: DevChain;
  number: bigint;
  plan: L2BlockPlan;
  trusted: boolean;
}): Promise<SealedBlock> {
  const known = o.chain.block(o.number);
  if (!known) return o.chain.seal(await toBlockInputs(o));
  if (!o.trusted) await assertSame({ ...o, known });
  return known;
}

async function assertSame(o: {
  chain: DevChain;
  known: SealedBlock;
  plan: L2BlockPlan;
}): Promise<void> {
  const { known, plan } = o;
  const { miner } = await o.chain.request<{ miner: Hex }>('eth_getBlockByNumber', [
    `0x${known.number.toString(16)}`,
    false,
  ]);
  const meta = l2BlockMeta(known)!;
  const skipped = new Set(known.dropped.map((t) => t.hash));
  const offered = admissible(plan.transactions).map((raw) => keccak256(raw));
  const expected = offered.filter((hash) => !skipped.has(hash));
  const fields: [string, unknown, unknown][] = [
    ['batch', meta.batch, plan.meta.batch],
    ['kind', meta.kind, plan.meta.kind],
    ['timestamp', known.timestamp, plan.timestamp],
    ['info tree leaf', meta.l1InfoTreeIndex, plan.meta.l1InfoTreeIndex],
    ['exit root', rootOf(meta.exitRoot ?? plan.exitRoot), rootOf(plan.exitRoot)],
    ['coinbase', isAddressEqual(miner, plan.coinbase) ? plan.coinbase : miner, plan.coinbase],
    ['transaction list', known.transactionHashes.join(), expected.join()],
  ];
  const wrong = fields.find(([, local, onL1]) => local !== onL1);
  if (!wrong) return;
  throw new ChainDivergedError({
    batch: BigInt(plan.meta.batch),
    block: known.number,
    field: wrong[0],
    local: String(wrong[1]),
    onL1: String(wrong[2]),
    forced: plan.meta.kind === 'forced',
  });
}

function rootOf(root: ExitRootImport | undefined): string {
  return root ? `${root.globalExitRoot} at ${root.blockHash}` : 'none';
}
