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
  /** Newest first, of all networks unless told. */
  of(o: DepositFilter & Page): Deposit[];
  countOf(o: DepositFilter): number;
  /** What one transaction made, in its order. */
  in(txHash: Hash): Deposit[];
  /** All of one network, newest first. */
  from(o: SourceFilter & Page): Deposit[];
  countFrom(o: SourceFilter): number;
  /** Ready and not claimed, newest first; with how many there are. */
  pending(o: PendingFilter & Page): { deposits: Deposit[]; total: number };
  /** What a claimer should try now, oldest first. */
  toClaim(o: ToClaimFilter): Deposit[];
  rollback(network: number, block: bigint | undefined): void;
}

export interface DepositFilter {
  destinationAddress: Address;
  network?: number | undefined;
  destinationNetwork?: number | undefined;
}

export interface SourceFilter {
  network: number;
  depositCount?: number | undefined;
  sender?: Address | undefined;
  destinationNetworks?: readonly number[] | undefined;
}

export interface PendingFilter {
  destinationNetwork: number;
  destinationAddress?: Address | undefined;
  leafType?: number | undefined;
  /** Per source, how many of its deposits are ready. */
  ready: readonly { source: number; below: number }[];
}

/** Deposits that no indexed claim has taken and no attempt forbids to try. */
export interface ToClaimFilter {
  source: number;
  destination: number;
  /** Only those with a lower count. */
  below: number;
  limit: number;
  /** Senders whose messages count. */
  messengers: readonly Address[];
  /** Milliseconds since the epoch. */
  now: number;
  maxAttempts: number;
}

const fromSource = `network = :network AND (:count IS NULL OR deposit_count = :count)
  AND (:sender IS NULL OR sender = :sender)
  AND (:destinations IS NULL OR destination_network IN (SELECT value FROM json_each(:destinations)))`;

function sourceValues(o: SourceFilter) {
  const { network, depositCount, sender, destinationNetworks: to } = o;
  const destinations = to ? JSON.stringify(to) : null;
  return { network, count: depositCount ?? null, sender: sender ?? null, destinations };
}

const isPending = `destination_network = :destination
  AND (:receiver IS NULL OR destination_address = :receiver)
  AND (:leafType IS NULL OR leaf_type = :leafType)
  AND EXISTS (SELECT 1 FROM json_each(:ready) r WHERE r.value ->> 'source' = d.network
    AND d.deposit_count < r.value ->> 'below')
  AND NOT EXISTS (SELECT 1 FROM claim c WHERE c.network = :destination
    AND c.source_network = d.network AND c.deposit_count = d.deposit_count)`;

function pendingValues(o: PendingFilter) {
  return {
    destination: o.destinationNetwork,
    receiver: o.destinationAddress ?? null,
    leafType: o.leafType ?? null,
    ready: JSON.stringify(o.ready),
  };
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
    :leaf, :blockNumber, :logIndex, :txHash, :time, :sender)`);
  const one = database.prepare('SELECT * FROM deposit WHERE network = ? AND deposit_count = ?');
  const size = database.prepare('SELECT count(*) AS n FROM deposit WHERE network = ?');
  const page = database.prepare(`SELECT * FROM deposit WHERE ${filter}
    ORDER BY time DESC, network, deposit_count DESC LIMIT :limit OFFSET :offset`);
  const total = database.prepare(`SELECT count(*) AS n FROM deposit WHERE ${filter}`);
  const ofTx = database.prepare(
    'SELECT * FROM deposit WHERE tx_hash = ? ORDER BY network, deposit_count',
  );
  const sourcePage = database.prepare(`SELECT * FROM deposit WHERE ${fromSource}
    ORDER BY deposit_count DESC LIMIT :limit OFFSET :offset`);
  const sourceTotal = database.prepare(`SELECT count(*) AS n FROM deposit WHERE ${fromSource}`);
  const pendingPage = database.prepare(`SELECT * FROM deposit d WHERE ${isPending}
    ORDER BY time DESC, network, deposit_count DESC LIMIT :limit OFFSET :offset`);
  const pendingTotal = database.prepare(`SELECT count(*) AS n FROM deposit d WHERE ${isPending}`);
  const open = database.prepare(`SELECT * FROM deposit d WHERE network = :source
    AND destination_network = :destination AND deposit_count < :below AND NOT EXISTS
    (SELECT 1 FROM claim c WHERE c.network = :destination AND c.source_network = d.network
      AND c.deposit_count = d.deposit_count)
    AND (leaf_type = 0 OR origin_address IN (SELECT value FROM json_each(:messengers)))
    AND NOT EXISTS (SELECT 1 FROM claim_attempt a WHERE a.network = d.network
      AND a.deposit_count = d.deposit_count AND (a.state = 'sent' OR a.attempts >= :maxAttempts
        OR a.next_try_at > :now)) ORDER BY deposit_count LIMIT :limit`);
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
    of: (o) => page.all({ ...filterValues(o), limit: o.limit, offset: o.offset }).map(toDeposit),
    countOf: (o) => total.get(filterValues(o))?.['n'] as number,
    in: (txHash) => ofTx.all(txHash).map(toDeposit),
    from: ({ limit, offset, ...o }) =>
      sourcePage.all({ ...sourceValues(o), limit, offset }).map(toDeposit),
    countFrom: (o) => sourceTotal.get(sourceValues(o))?.['n'] as number,
    pending({ limit, offset, ...o }) {
      const values = pendingValues(o);
      return {
        deposits: pendingPage.all({ ...values, limit, offset }).map(toDeposit),
        total: pendingTotal.get(values)?.['n'] as number,
      };
    },
    toClaim: (o) => open.all({ ...o, messengers: JSON.stringify(o.messengers) }).map(toDeposit),
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
    time: row['time'] as number,
    sender: row['sender'] as Address,
  };
}
