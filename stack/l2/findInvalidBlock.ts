import type { Derivation } from '../derivation/index.ts';
import type { DevChain } from '../engine/types.ts';
import type { L1InfoFollower } from '../l1info/index.ts';
import { type L2BlockMeta, l2BlockMeta } from './blockInputs.ts';
import type { BatchBook } from './createBatchBook.ts';

/**
 * The first block that takes from L1 what L1 does not have (any more): an exit root of another
 * branch. Each root is stored with the hash of an L1 block, which vouches for all that came before,
 * so the search ends at the newest root that is still there.
 */
export function findInvalidImport(o: {
  chain: DevChain;
  follower: L1InfoFollower;
}): bigint | undefined {
  let invalid: bigint | undefined;
  for (let number = o.chain.head().number; number > 0n; number -= 1n) {
    const meta = l2BlockMeta(o.chain.block(number)!)!;
    const verdict = judge(o.follower, meta);
    if (verdict === 'valid') return invalid;
    if (verdict === 'invalid') invalid = number;
  }
  return invalid;
}

function judge(follower: L1InfoFollower, meta: L2BlockMeta): 'valid' | 'invalid' | 'silent' {
  const { exitRoot } = meta;
  if (!exitRoot) return 'silent';
  // A root from a block that has not been read may still come.
  if (BigInt(exitRoot.l1Block) >= follower.nextBlock()) return 'silent';
  const onL1 = sourceOf(follower, meta);
  const same =
    onL1?.globalExitRoot === exitRoot.globalExitRoot && onL1.blockHash === exitRoot.blockHash;
  return same ? 'valid' : 'invalid';
}

function sourceOf(follower: L1InfoFollower, meta: L2BlockMeta) {
  switch (meta.kind) {
    case 'injected':
      return follower.injected();
    case 'normal':
      return follower.leaf(meta.l1InfoTreeIndex);
    case 'forced':
      return follower
        .forced()
        .find(
          (f) =>
            f.blockHash === meta.exitRoot?.blockHash &&
            f.transactions === meta.forced?.data &&
            f.timestamp === BigInt(meta.forced.timestamp),
        );
  }
}

/**
 * The first block of a forced batch that can never be sequenced: L1 has used its entry up, or
 * another one comes first.
 */
export function findInvalidForced(o: {
  chain: DevChain;
  book: BatchBook;
  follower: L1InfoFollower;
  derivation: Derivation;
}): bigint | undefined {
  let expected = o.follower.forcedSequenced() + 1n;
  const newest = o.book.last()?.number ?? 0n;
  for (let number = o.derivation.lastBatch() + 1n; number <= newest; number += 1n) {
    const batch = o.book.batch(number)!;
    if (batch.kind !== 'forced') continue;
    const forced = l2BlockMeta(o.chain.block(batch.firstBlock)!)!.forced;
    if (BigInt(forced?.number ?? 0) !== expected) return batch.firstBlock;
    expected += 1n;
  }
  return undefined;
}
