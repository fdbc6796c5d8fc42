import type { DatabaseSync } from 'node:sqlite';

/** The last reorganisation that the service saw of a network. */
export interface Reorg {
  /** Seconds since the epoch. */
  detectedAt: number;
  /** First and last block that went away. */
  fromBlock: bigint;
  toBlock: bigint;
}

export interface Reorgs {
  last(network: number): Reorg | undefined;
  put(network: number, reorg: Reorg): void;
}

export function createReorgs(database: DatabaseSync): Reorgs {
  const select = database.prepare('SELECT * FROM reorg WHERE network = ?');
  const upsert = database.prepare('INSERT OR REPLACE INTO reorg VALUES (?, ?, ?, ?)');
  return {
    last(network) {
      const row = select.get(network);
      return (
        row && {
          detectedAt: row['detected_at'] as number,
          fromBlock: BigInt(row['from_block'] as number),
          toBlock: BigInt(row['to_block'] as number),
        }
      );
    },
    put: (network, r) => void upsert.run(network, r.detectedAt, r.fromBlock, r.toBlock),
  };
}
