import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Address, Hash } from 'viem';
import type { Claim } from '../types.ts';
import type { Page } from './deposits.ts';

export interface Claims {
  add(claim: Claim): void;
  /** The claim of a deposit, on the network that it was meant for. */
  of(o: { network: number; sourceNetwork: number; depositCount: number }): Claim | undefined;
  /** What one transaction claimed. */
  in(txHash: Hash): Claim[];
  /** All on one network, newest first. */
  on(o: ClaimFilter & Page): Claim[];
  countOn(o: ClaimFilter): number;
  /** Newest first, on all networks. */
  to(o: { destinationAddress: Address } & Page): Claim[];
  countTo(destinationAddress: Address): number;
  rollback(network: number, block: bigint | undefined): void;
}

export interface ClaimFilter {
  network: number;
  sourceNetworks?: readonly number[] | undefined;
  globalIndex?: bigint | undefined;
}

const onNetwork = `network = :network AND (:globalIndex IS NULL OR global_index = :globalIndex)
  AND (:sources IS NULL OR source_network IN (SELECT value FROM json_each(:sources)))`;

function networkValues({ network, sourceNetworks: from, globalIndex }: ClaimFilter) {
  const sources = from ? JSON.stringify(from) : null;
  return { network, sources, globalIndex: globalIndex === undefined ? null : String(globalIndex) };
}

export function createClaims(database: DatabaseSync): Claims {
  const insert = database.prepare(`INSERT OR IGNORE INTO claim VALUES (:network, :sourceNetwork,
    :depositCount, :globalIndex, :originNetwork, :originAddress, :destinationAddress, :amount,
    :blockNumber, :logIndex, :txHash, :time, :sender)`);
  const one = database.prepare(
    'SELECT * FROM claim WHERE network = ? AND source_network = ? AND deposit_count = ?',
  );
  const page = database.prepare(`SELECT * FROM claim WHERE destination_address = ?
    ORDER BY time DESC, network, block DESC, log_index DESC LIMIT ? OFFSET ?`);
  const total = database.prepare('SELECT count(*) AS n FROM claim WHERE destination_address = ?');
  const ofTx = database.prepare('SELECT * FROM claim WHERE tx_hash = ? ORDER BY log_index');
  const networkPage = database.prepare(`SELECT * FROM claim WHERE ${onNetwork}
    ORDER BY block DESC, log_index DESC LIMIT :limit OFFSET :offset`);
  const networkTotal = database.prepare(`SELECT count(*) AS n FROM claim WHERE ${onNetwork}`);
  const remove = database.prepare('DELETE FROM claim WHERE network = ? AND block > ?');
  return {
    add: (claim) =>
      insert.run({
        ...claim,
        globalIndex: String(claim.globalIndex),
        amount: String(claim.amount),
      }),
    of(o) {
      const row = one.get(o.network, o.sourceNetwork, o.depositCount);
      return row && toClaim(row);
    },
    in: (txHash) => ofTx.all(txHash).map(toClaim),
    on: ({ limit, offset, ...o }) =>
      networkPage.all({ ...networkValues(o), limit, offset }).map(toClaim),
    countOn: (o) => networkTotal.get(networkValues(o))?.['n'] as number,
    to: (o) => page.all(o.destinationAddress, o.limit, o.offset).map(toClaim),
    countTo: (address) => total.get(address)?.['n'] as number,
    rollback: (network, block) => remove.run(network, block ?? -1n),
  };
}

function toClaim(row: Record<string, SQLOutputValue>): Claim {
  return {
    network: row['network'] as number,
    sourceNetwork: row['source_network'] as number,
    depositCount: row['deposit_count'] as number,
    globalIndex: BigInt(row['global_index'] as string),
    originNetwork: row['origin_network'] as number,
    originAddress: row['origin_address'] as Address,
    destinationAddress: row['destination_address'] as Address,
    amount: BigInt(row['amount'] as string),
    blockNumber: BigInt(row['block'] as number),
    logIndex: row['log_index'] as number,
    txHash: row['tx_hash'] as Hash,
    time: row['time'] as number,
    sender: row['sender'] as Address,
  };
}
