import type { DatabaseSync } from 'node:sqlite';
import type { Hash } from 'viem';

/** A block up to which a chain has been indexed, and what its hash was then. */
export interface Checkpoint {
  block: bigint;
  hash: Hash;
}

/** How many are kept for each chain: a reorg deeper than all of them means indexing afresh. */
const KEPT = 512;

export interface Checkpoints {
  latest(network: number): Checkpoint | undefined;
  /** Newest first. */
  all(network: number): Checkpoint[];
  add(network: number, checkpoint: Checkpoint): void;
  /** Forgets those after `block`; all of them without it. */
  rollback(network: number, block: bigint | undefined): void;
}

export function createCheckpoints(database: DatabaseSync): Checkpoints {
  const select = database.prepare(
    'SELECT block, hash FROM checkpoint WHERE network = ? ORDER BY block DESC LIMIT ?',
  );
  const insert = database.prepare('INSERT INTO checkpoint (network, block, hash) VALUES (?, ?, ?)');
  const prune = database.prepare(
    `DELETE FROM checkpoint WHERE network = :network AND block <=
     (SELECT block FROM checkpoint WHERE network = :network ORDER BY block DESC LIMIT 1 OFFSET ${KEPT})`,
  );
  const remove = database.prepare('DELETE FROM checkpoint WHERE network = ? AND block > ?');
  const read = (network: number, limit: number): Checkpoint[] =>
    select
      .all(network, limit)
      .map((row) => ({ block: BigInt(row['block'] as number), hash: row['hash'] as Hash }));
  return {
    latest: (network) => read(network, 1)[0],
    all: (network) => read(network, KEPT),
    add(network, { block, hash }) {
      insert.run(network, block, hash);
      prune.run({ network });
    },
    rollback: (network, block) => remove.run(network, block ?? -1n),
  };
}
