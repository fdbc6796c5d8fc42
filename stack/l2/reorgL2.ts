import { type Address, type Hex, isAddressEqual, keccak256, parseTransaction } from 'viem';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { DevChain, SealedBlock } from '../engine/types.ts';
import { l2BlockMeta } from './blockInputs.ts';
import type { BatchBook } from './createBatchBook.ts';
import type { L2Reorg, L2ReorgCause, TransactionOutcome } from './L2Reorg.ts';

export interface L2ReorgOptions {
  chain: DevChain;
  book: BatchBook;
  /** The bridge on L2. */
  bridge: Address;
  cause: L2ReorgCause;
  /** First block that cannot stay. */
  from: bigint;
  /** Absent while the node starts: nothing is executed again yet. */
  running?:
    | {
        mempool: Mempool;
        /** Makes the blocks of the new branch. */
        rebuild: () => Promise<void>;
      }
    | undefined;
}

/** `claimAsset` and `claimMessage`. */
const CLAIMS = ['0xccaa2d11', '0xf5efcd79'];

/**
 * Takes back the blocks from `from` on and executes their transactions again, in their order. Those
 * of forced batches and of the injected one come from L1, not from the mempool.
 */
export async function reorgL2(o: L2ReorgOptions): Promise<L2Reorg> {
  const { chain, book } = o;
  const before = await outcomes(chain, blocksFrom(chain, o.from));
  const removed = await chain.rollbackTo({
    to: o.from - 1n,
    requeue: (block) => (l2BlockMeta(block)?.kind === 'normal' ? block.transactions : []),
    set: () => book.afterRollback(o.from - 1n),
  });
  await o.running?.mempool.reload();
  await o.running?.rebuild();
  const changed = await changes(chain, before);
  return {
    time: Math.floor(Date.now() / 1000),
    cause: o.cause,
    forkBlock: o.from - 1n,
    blocks: removed.map(({ number, hash }) => ({
      number,
      was: hash,
      is: chain.block(number)?.hash ?? null,
    })),
    changed,
    failedClaims: changed
      .filter(({ hash, was }) => was === 'success' && isClaim(before.get(hash)!.raw, o.bridge))
      .map(({ hash }) => hash),
  };
}

type Outcomes = Map<Hex, { raw: Hex; outcome: TransactionOutcome }>;

function blocksFrom(chain: DevChain, from: bigint): SealedBlock[] {
  const blocks: SealedBlock[] = [];
  for (let number = from; number <= chain.head().number; number += 1n) {
    blocks.push(chain.block(number)!);
  }
  return blocks;
}

async function outcomes(chain: DevChain, blocks: readonly SealedBlock[]): Promise<Outcomes> {
  const found: Outcomes = new Map();
  for (const { transactions } of blocks) {
    for (const raw of transactions) {
      const hash = keccak256(raw);
      found.set(hash, { raw, outcome: (await mined(chain, hash)) ?? 'waiting' });
    }
  }
  return found;
}

async function changes(chain: DevChain, before: Outcomes): Promise<L2Reorg['changed']> {
  const waiting = new Set(chain.pending().map((raw) => keccak256(raw)));
  const changed: L2Reorg['changed'] = [];
  for (const [hash, { outcome: was }] of before) {
    const is = (await mined(chain, hash)) ?? (waiting.has(hash) ? 'waiting' : 'dropped');
    if (is !== was) changed.push({ hash, was, is });
  }
  return changed;
}

async function mined(chain: DevChain, hash: Hex): Promise<'success' | 'reverted' | undefined> {
  const receipt = await chain.request<{ status: Hex } | null>('eth_getTransactionReceipt', [hash]);
  if (!receipt) return undefined;
  return receipt.status === '0x1' ? 'success' : 'reverted';
}

function isClaim(raw: Hex, bridge: Address): boolean {
  const { to, data = '0x' } = parseTransaction(raw);
  return !!to && isAddressEqual(to, bridge) && CLAIMS.includes(data.slice(0, 10));
}
