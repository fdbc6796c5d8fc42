import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Address, Hash, Hex } from 'viem';
import type { WrappedToken } from '../types.ts';
import type { Page } from './deposits.ts';

/** Tokens that a bridge made for tokens of other networks. */
export interface WrappedTokens {
  add(token: WrappedToken): void;
  /** Those of one origin, on every network that has one; ordered by network. */
  of(o: { originNetwork: number; originAddress: Address }): WrappedToken[];
  /** Newest first. */
  on(o: { network: number } & Page): WrappedToken[];
  countOn(network: number): number;
  rollback(network: number, block: bigint | undefined): void;
}

export function createWrappedTokens(database: DatabaseSync): WrappedTokens {
  const insert = database.prepare(`INSERT OR REPLACE INTO wrapped_token VALUES (:network,
    :originNetwork, :originAddress, :wrappedAddress, :metadata, :blockNumber, :logIndex, :txHash,
    :time)`);
  const byOrigin = database.prepare(
    'SELECT * FROM wrapped_token WHERE origin_network = ? AND origin_address = ? ORDER BY network',
  );
  const page = database.prepare(`SELECT * FROM wrapped_token WHERE network = ?
    ORDER BY block DESC, log_index DESC LIMIT ? OFFSET ?`);
  const total = database.prepare('SELECT count(*) AS n FROM wrapped_token WHERE network = ?');
  const remove = database.prepare('DELETE FROM wrapped_token WHERE network = ? AND block > ?');
  return {
    add: (token) => void insert.run({ ...token }),
    of: (o) => byOrigin.all(o.originNetwork, o.originAddress).map(toToken),
    on: (o) => page.all(o.network, o.limit, o.offset).map(toToken),
    countOn: (network) => total.get(network)?.['n'] as number,
    rollback: (network, block) => void remove.run(network, block ?? -1n),
  };
}

function toToken(row: Record<string, SQLOutputValue>): WrappedToken {
  return {
    network: row['network'] as number,
    originNetwork: row['origin_network'] as number,
    originAddress: row['origin_address'] as Address,
    wrappedAddress: row['wrapped_address'] as Address,
    metadata: row['metadata'] as Hex,
    blockNumber: BigInt(row['block'] as number),
    logIndex: row['log_index'] as number,
    txHash: row['tx_hash'] as Hash,
    time: row['time'] as number,
  };
}
