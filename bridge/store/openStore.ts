import { DepositGapError } from '../errors.ts';
import { depositOf } from '../tree/globalIndex.ts';
import type { ChainEvents } from '../types.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Checkpoint, type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { type Claims, createClaims } from './claims.ts';
import { createDeposits, type Deposits } from './deposits.ts';
import { createExitRoots, type ExitRoots } from './exitRoots.ts';
import { createExitTrees, type ExitTrees } from './exitTrees.ts';
import { createImports, type Imports } from './imports.ts';
import { openDatabase } from './openDatabase.ts';
import { createReorgs, type Reorgs } from './reorgs.ts';
import { createWrappedTokens, type WrappedTokens } from './wrappedTokens.ts';

/** Everything a bridge service knows of all its networks, durable when it has a folder. */
export interface BridgeStore {
  checkpoints: Checkpoints;
  deposits: Deposits;
  claims: Claims;
  exitRoots: ExitRoots;
  /** Exit trees of the networks' deposits. */
  trees: ExitTrees;
  wrappedTokens: WrappedTokens;
  imports: Imports;
  reorgs: Reorgs;
  attempts: Attempts;
  /**
   * Records the events of a range of blocks and that the range is done, or nothing at all.
   * @throws DepositGapError when a deposit before the range is missing
   */
  append(o: { network: number; events: ChainEvents; checkpoint: Checkpoint }): void;
  /** Forgets what happened after a block; everything without one. */
  rollback(o: { network: number; block: bigint | undefined }): void;
  /** Many writes in one, all or none. */
  bulk(write: () => void): void;
  close(): void;
}

/** @param o.dataDir folder of the database; in memory without it */
export function openStore(o: { dataDir?: string | undefined }): BridgeStore {
  const database = openDatabase(o);
  const store: BridgeStore = {
    checkpoints: createCheckpoints(database),
    deposits: createDeposits(database),
    claims: createClaims(database),
    exitRoots: createExitRoots(database),
    trees: createExitTrees(database),
    wrappedTokens: createWrappedTokens(database),
    imports: createImports(database),
    reorgs: createReorgs(database),
    attempts: createAttempts(database),
    append: ({ network, events, checkpoint }) =>
      atomically(network, () => {
        addEvents(store, network, events);
        store.checkpoints.add(network, checkpoint);
      }),
    rollback: ({ network, block }) =>
      atomically(network, () => {
        const latest = store.checkpoints.latest(network);
        if (latest) {
          const fromBlock = (block ?? -1n) + 1n;
          const detectedAt = Math.floor(Date.now() / 1000);
          store.reorgs.put(network, { detectedAt, fromBlock, toBlock: latest.block });
        }
        store.checkpoints.rollback(network, block);
        store.deposits.rollback(network, block);
        store.claims.rollback(network, block);
        store.wrappedTokens.rollback(network, block);
        store.attempts.rollback(network, store.deposits.count(network));
        if (network === 0) {
          store.exitRoots.rollback(block);
          store.imports.rollback((store.exitRoots.infoLeaf()?.index ?? -1) + 1);
        }
        store.trees.truncate(network, store.deposits.count(network));
      }),
    bulk: (write) => atomically(0, write),
    close: () => database.close(),
  };
  const atomically = (network: number, write: () => void) => {
    database.exec('BEGIN IMMEDIATE');
    try {
      write();
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      // The tree may think that it is ahead of the database now.
      store.trees.forget(network);
      throw error;
    }
  };
  return store;
}

function addEvents(store: BridgeStore, network: number, events: ChainEvents): void {
  addDeposits(store, network, events.deposits);
  for (const claim of events.claims) {
    const { network: sourceNetwork, depositCount } = depositOf(claim.globalIndex);
    store.claims.add({ ...claim, network, sourceNetwork, depositCount });
  }
  for (const token of events.wrappedTokens) store.wrappedTokens.add({ ...token, network });
  for (const verification of events.verifications) store.exitRoots.addVerification(verification);
  for (const leaf of events.infoLeaves) store.exitRoots.addInfoLeaf(leaf);
}

function addDeposits(store: BridgeStore, network: number, deposits: ChainEvents['deposits']): void {
  for (const deposit of deposits) {
    const expected = store.trees.leafCount(network);
    if (deposit.depositCount !== expected) {
      throw new DepositGapError({ network, expected, found: deposit.depositCount });
    }
    store.trees.append(network, store.deposits.add({ ...deposit, network }));
  }
}
