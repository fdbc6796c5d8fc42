import { concatHex, type Hex, keccak256, numberToHex } from 'viem';
import type { BlockInputs, DevChain, SealedBlock } from '../engine/types.ts';
import { ReorgDepthError } from './errors.ts';

export interface L1ReorgRequest {
  /** Blocks that are replaced, from the newest back. */
  depth?: number;
  /**
   * Instead of a depth: the newest block that stays. For callers who know which block must go, while
   * L1 goes on making blocks.
   */
  forkBlock?: number;
  /** Transactions that do not come back, by hash, or all of them; none unless told. */
  drop?: readonly Hex[] | 'all';
  /** How many blocks later the others are mined again; 0 unless told. */
  delay?: number;
  /** Blocks of the new branch; `depth + 1` unless told. */
  blocks?: number;
}

export interface L1ReorgReport {
  /** The newest block that both branches share. */
  forkBlock: bigint;
  removed: { number: bigint; hash: Hex }[];
  added: { number: bigint; hash: Hex }[];
  /** Transactions that are in no block any more and do not wait either. */
  dropped: Hex[];
}

const COUNTER = 'l1.reorgs';

/**
 * Replaces the newest blocks by others. What was in them is mined again, at the same place or
 * later, or dropped. A kill half-way leaves a shorter chain whose transactions wait.
 * @throws ReorgDepthError
 */
export async function reorgL1(o: {
  chain: DevChain;
  request: L1ReorgRequest;
  /** The inputs of an ordinary block on the present head. */
  nextInputs: (transactions: readonly Hex[]) => BlockInputs;
  /** Starts the mempool again from the journal. */
  reload: () => Promise<void>;
}): Promise<L1ReorgReport> {
  const { chain, request } = o;
  const { drop = [], delay = 0 } = request;
  const head = chain.head().number;
  const depth = request.depth ?? Number(head) - (request.forkBlock ?? Number.NaN);
  const blocks = request.blocks ?? depth + 1;
  if (!Number.isSafeInteger(depth) || depth < 1 || BigInt(depth) > head) {
    throw new ReorgDepthError({ depth, head });
  }
  const isDropped = (hash: Hex) => drop === 'all' || drop.includes(hash);
  const kept = (block: SealedBlock) =>
    block.transactions.filter((_, i) => !isDropped(block.transactionHashes[i]!));
  const salt = BigInt(chain.journal.get(COUNTER) ?? '0') + 1n;
  const forkBlock = head - BigInt(depth);
  const removed = await chain.rollbackTo({
    to: forkBlock,
    requeue: kept,
    set: () => ({ [COUNTER]: salt.toString() }),
  });
  const added: SealedBlock[] = [];
  for (let i = 0; i < blocks; i++) {
    const old = removed[i - delay];
    const transactions = old ? kept(old) : [];
    added.push(await chain.seal(salted(o.nextInputs(transactions), salt, removed[i])));
  }
  await o.reload();
  return {
    forkBlock,
    removed: removed.map(({ number, hash }) => ({ number, hash })),
    added: added.map(({ number, hash }) => ({ number, hash })),
    dropped: removed.flatMap((block) => block.transactionHashes.filter(isDropped)),
  };
}

/** Other than the block it replaces, even when both hold the same. */
function salted(inputs: BlockInputs, salt: bigint, old: SealedBlock | undefined): BlockInputs {
  const prevRandao = keccak256(concatHex([inputs.prevRandao, numberToHex(salt, { size: 32 })]));
  return { ...inputs, prevRandao, ...(old ? { timestamp: old.timestamp } : {}) };
}
