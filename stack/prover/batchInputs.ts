import type { Address, Hex, PublicClient } from 'viem';
import { ExitTree, l1InfoLeafHash } from '#bridge';
import { accInputHash, decodeBatchL2Data } from '../batch/index.ts';
import {
  type L1InfoFollower,
  type L1InfoLeaf,
  readSequence,
  type SequencedBatch,
} from '../l1info/index.ts';
import type { BatchStatement } from '../services/readBatchStatement.ts';
import { BatchInputsError, differs } from './errors.ts';

/** A leaf of the L1 info tree that a batch imports, with its proof from the leaf up. */
export interface ImportedLeaf extends Pick<L1InfoLeaf, 'index' | 'globalExitRoot' | 'blockHash'> {
  /** Seconds. */
  timestamp: bigint;
  proof: Hex[];
}

/** What one batch is made of, as L1 has it: everything that a stateless prover takes but the witness. */
export interface BatchInputs {
  batch: bigint;
  oldAccInputHash: Hex;
  newAccInputHash: Hex;
  chainId: bigint;
  forkId: bigint;
  batchL2Data: Hex;
  /** For batch 1 and forced ones the global exit root, as in the hash. */
  l1InfoRoot: Hex;
  /** Seconds. */
  timestampLimit: bigint;
  coinbase: Address;
  forcedBlockHash: Hex;
  leaves: ImportedLeaf[];
}

type Links = Pick<
  BatchInputs,
  'batch' | 'batchL2Data' | 'l1InfoRoot' | 'timestampLimit' | 'coinbase' | 'forcedBlockHash'
> & { leafCount: number };

const NO_BLOCK_HASH: Hex = `0x${'00'.repeat(32)}`;

/**
 * Reads the batches of a statement from L1, and checks that they lead from its old hash of inputs to its
 * new one.
 * @param o.dataOf of a validium: the data behind a hash
 * @throws BatchInputsError when L1 has changed meanwhile
 */
export async function readBatchInputs(o: {
  client: PublicClient;
  follower: L1InfoFollower;
  rollup: Address;
  statement: BatchStatement;
  dataOf?: (hash: Hex) => Promise<Hex>;
}): Promise<BatchInputs[]> {
  const { follower, statement } = o;
  await follower.poll();
  const links = [...injectedLinks(o), ...(await sequencedLinks(o))];
  const tree = infoTree(follower);
  const inputs: BatchInputs[] = [];
  let previous = statement.oldAccInputHash;
  let expected = statement.initNumBatch + 1n;
  for (const { leafCount, ...link } of links) {
    const { batch, batchL2Data: transactions, timestampLimit: timestamp } = link;
    if (batch !== expected) throw new BatchInputsError({ batch: expected, reason: 'L1 skips it' });
    const newAccInputHash = accInputHash({ ...link, previous, transactions, timestamp });
    const leaves = leafCount === 0 ? [] : importedLeaves({ ...link, follower, tree, leafCount });
    const { chainId, forkId } = statement;
    inputs.push({ ...link, chainId, forkId, oldAccInputHash: previous, newAccInputHash, leaves });
    previous = newAccInputHash;
    expected += 1n;
  }
  const { finalNewBatch: batch, newAccInputHash } = statement;
  if (previous === newAccInputHash && expected === batch + 1n) return inputs;
  const facts = { what: 'hash of inputs', found: previous, expected: newAccInputHash };
  throw new BatchInputsError({ batch, reason: differs(facts) });
}

/** Batch 1, when the range begins with it. */
function injectedLinks(o: { follower: L1InfoFollower; statement: BatchStatement }): Links[] {
  const injected = o.follower.injected();
  if (o.statement.initNumBatch > 0n) return [];
  if (!injected) throw new BatchInputsError({ batch: 1n, reason: 'L1 does not have it' });
  return [
    {
      batch: 1n,
      batchL2Data: injected.transactions,
      l1InfoRoot: injected.globalExitRoot,
      timestampLimit: injected.timestamp,
      coinbase: injected.sequencer,
      forcedBlockHash: injected.blockHash,
      leafCount: 0,
    },
  ];
}

async function sequencedLinks(o: Parameters<typeof readBatchInputs>[0]): Promise<Links[]> {
  const { initNumBatch, finalNewBatch } = o.statement;
  const sequences = o.follower
    .sequences()
    .filter(({ lastBatch }) => lastBatch > initNumBatch && lastBatch <= finalNewBatch);
  const batches = await Promise.all(sequences.map((sequence) => readSequence({ ...o, sequence })));
  return batches.flat().map(toLinks);
}

function toLinks({ number, transactions, coinbase, limits, forced }: SequencedBatch): Links {
  return {
    ...{ batch: number, batchL2Data: transactions, coinbase },
    l1InfoRoot: forced?.globalExitRoot ?? limits.l1InfoRoot,
    timestampLimit: forced?.timestamp ?? limits.maxTimestamp,
    forcedBlockHash: forced?.blockHash ?? NO_BLOCK_HASH,
    leafCount: forced ? 0 : limits.leafCount,
  };
}

function infoTree(follower: L1InfoFollower): ExitTree {
  const tree = new ExitTree();
  for (let i = 0; ; i += 1) {
    const leaf = follower.leaf(i);
    if (!leaf) return tree;
    tree.append(l1InfoLeafHash(leaf));
  }
}

function importedLeaves(
  o: Links & { follower: L1InfoFollower; tree: ExitTree },
): BatchInputs['leaves'] {
  const { batch, leafCount, tree } = o;
  const have = tree.leafCount;
  if (have < leafCount) {
    throw new BatchInputsError({ batch, reason: `L1 has ${have} of its ${leafCount} leaves` });
  }
  const found = tree.root(leafCount);
  if (found !== o.l1InfoRoot) {
    const facts = { what: 'L1 info root', found, expected: o.l1InfoRoot };
    throw new BatchInputsError({ batch, reason: differs(facts) });
  }
  const indexes = decodeBatchL2Data(o.batchL2Data).map((block) => block.l1InfoTreeIndex);
  return [...new Set(indexes)]
    .filter((index) => index > 0)
    .map((index) => {
      // Throws for a leaf that the sequence does not cover.
      const proof = tree.proof(index, leafCount);
      const { globalExitRoot, blockHash, timestamp } = o.follower.leaf(index)!;
      return { index, globalExitRoot, blockHash, timestamp, proof };
    });
}
