import { DepositGapError } from '../errors.ts';
import { ExitTree } from '../tree/ExitTree.ts';
import { depositOf } from '../tree/globalIndex.ts';
import type { ChainEvents } from '../types.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Checkpoint, type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { type Claims, createClaims } from './claims.ts';
import { createDeposits, type Deposits } from './deposits.ts';
import { createExitRoots, type ExitRoots } from './exitRoots.ts';
import { openDatabase } from './openDatabase.ts';

/** Everything a bridge service knows, durable when it has a folder. */
export interface BridgeStore {
  checkpoints: Checkpoints;
  deposits: Deposits;
  claims: Claims;
  exitRoots: ExitRoots;
  attempts: Attempts;
  /** Exit tree of a network's deposits, kept in memory. */
  tree(network: number): ExitTree;
  /**
   * Records the events of a range of blocks and that the range is done, or nothing at all.
   * @throws DepositGapError when a deposit before the range is missing
   */
  append(o: { network: number; events: ChainEvents; checkpoint: Checkpoint }): void;
  /** Forgets what happened after a block; everything without one. */
  rollback(o: { network: number; block: bigint | undefined }): void;
  close(): void;
}

/** @param o.dataDir folder of the database; in memory without it */
export function openStore(o: { dataDir?: string | undefined }): BridgeStore {
  const database = openDatabase(o);
  const trees = new Map<number, ExitTree>();
  const store: BridgeStore = {
    checkpoints: createCheckpoints(database),
    deposits: createDeposits(database),
    claims: createClaims(database),
    exitRoots: createExitRoots(database),
    attempts: createAttempts(database),
    tree(network) {
      const tree = trees.get(network) ?? new ExitTree(store.deposits.leaves(network));
      trees.set(network, tree);
      return tree;
    },
    append: ({ network, events, checkpoint }) =>
      atomically(network, () => {
        addDeposits(store, network, events.deposits);
        for (const claim of events.claims) {
          const { network: sourceNetwork, depositCount } = depositOf(claim.globalIndex);
          store.claims.add({ ...claim, network, sourceNetwork, depositCount });
        }
        for (const verification of events.verifications) {
          store.exitRoots.addVerification(verification);
        }
        for (const leaf of events.infoLeaves) store.exitRoots.addInfoLeaf(leaf);
        store.checkpoints.add(network, checkpoint);
      }),
    rollback: ({ network, block }) =>
      atomically(network, () => {
        store.checkpoints.rollback(network, block);
        store.deposits.rollback(network, block);
        store.claims.rollback(network, block);
        store.attempts.rollback(network, store.deposits.count(network));
        if (network === 0) store.exitRoots.rollback(block);
        store.tree(network).truncate(store.deposits.count(network));
      }),
    close: () => database.close(),
  };
  const atomically = (network: number, write: () => void) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      write();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      // The tree may be ahead of the database now; it is made again from there.
      trees.delete(network);
      throw error;
    }
  };
  return store;
}

function addDeposits(store: BridgeStore, network: number, deposits: ChainEvents['deposits']): void {
  const tree = store.tree(network);
  for (const deposit of deposits) {
    const expected = tree.leafCount;
    if (deposit.depositCount !== expected) {
      throw new DepositGapError({ network, expected, found: deposit.depositCount });
    }
    tree.append(store.deposits.add({ ...deposit, network }));
  }
}
