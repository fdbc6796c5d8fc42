import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Address, Hash, Hex } from 'viem';
import { leafHash } from '../tree/leafHash.ts';
import type { Deposit } from '../types.ts';

type Row = Record<string, SQLOutputValue>;

export interface Page {
  offset: number;
  limit: number;
}

export interface Deposits {
  add(deposit: Deposit): Hex;
  get(network: number, depositCount: number): Deposit | undefined;
  count(network: number): number;
  /** Leaf hashes in the order of the tree. */
  leaves(network: number): Hex[];
  /** Newest first, of all networks unless told. */
  of(o: DepositFilter & Page): Deposit[];
  countOf(o: DepositFilter): number;
  /** Deposits to a network that no indexed claim has taken, oldest first. */
  unclaimed(o: { source: number; destination: number; below: number }): Deposit[];
  rollback(network: number, block: bigint | undefined): void;
}

export interface DepositFilter {
  destinationAddress: Address;
  network?: number | undefined;
  destinationNetwork?: number | undefined;
}

const filter = `destination_address = :receiver AND (:network IS NULL OR network = :network)
  AND (:destination IS NULL OR destination_network = :destination)`;

function filterValues(o: DepositFilter) {
  return {
    receiver: o.destinationAddress,
    network: o.network ?? null,
    destination: o.destinationNetwork ?? null,
  };
}

export function createDeposits(database: DatabaseSync): Deposits {
  const insert = database.prepare(`INSERT INTO deposit VALUES (:network, :depositCount, :leafType,
    :originNetwork, :originAddress, :destinationNetwork, :destinationAddress, :amount, :metadata,
    :leaf, :blockNumber, :logIndex, :txHash)`);
  const one = database.prepare('SELECT * FROM deposit WHERE network = ? AND deposit_count = ?');
  const size = database.prepare('SELECT count(*) AS n FROM deposit WHERE network = ?');
  const leaves = database.prepare(
    'SELECT leaf FROM deposit WHERE network = ? ORDER BY deposit_count',
  );
  const page = database.prepare(`SELECT * FROM deposit WHERE ${filter}
    ORDER BY block DESC, network, deposit_count DESC LIMIT :limit OFFSET :offset`);
  const total = database.prepare(`SELECT count(*) AS n FROM deposit WHERE ${filter}`);
  const open = database.prepare(`SELECT * FROM deposit d WHERE network = :source
    AND destination_network = :destination AND deposit_count < :below AND NOT EXISTS
    (SELECT 1 FROM claim c WHERE c.network = :destination AND c.source_network = d.network
      AND c.deposit_count = d.deposit_count) ORDER BY deposit_count`);
  const remove = database.prepare('DELETE FROM deposit WHERE network = ? AND block > ?');
  return {
    add(deposit) {
      const leaf = leafHash(deposit);
      insert.run({ ...deposit, amount: String(deposit.amount), leaf });
      return leaf;
    },
    get(network, depositCount) {
      const row = one.get(network, depositCount);
      return row && toDeposit(row);
    },
    count: (network) => size.get(network)?.['n'] as number,
    leaves: (network) => leaves.all(network).map((row) => row['leaf'] as Hex),
    of: (o) => page.all({ ...filterValues(o), limit: o.limit, offset: o.offset }).map(toDeposit),
    countOf: (o) => total.get(filterValues(o))?.['n'] as number,
    unclaimed: (o) => open.all({ ...o }).map(toDeposit),
    rollback: (network, block) => remove.run(network, block ?? -1n),
  };
}

function toDeposit(row: Row): Deposit {
  return {
    network: row['network'] as number,
    depositCount: row['deposit_count'] as number,
    leafType: row['leaf_type'] as number,
    originNetwork: row['origin_network'] as number,
    originAddress: row['origin_address'] as Address,
    destinationNetwork: row['destination_network'] as number,
    destinationAddress: row['destination_address'] as Address,
    amount: BigInt(row['amount'] as string),
    metadata: row['metadata'] as Hex,
    blockNumber: BigInt(row['block'] as number),
    logIndex: row['log_index'] as number,
    txHash: row['tx_hash'] as Hash,
  };
}
