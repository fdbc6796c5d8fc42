import { type Hex, isAddress, isHex } from 'viem';
import { RpcError, rpcErrorCode } from './RpcError.ts';

export interface RpcLog {
  address: Hex;
  topics: Hex[];
  [field: string]: unknown;
}

/** What `eth_subscribe` "logs" asks for; null stands for anything. */
export interface LogFilter {
  addresses: Set<string> | null;
  topics: (Set<string> | null)[];
}

const MOST_TOPICS = 4;

/** @throws RpcError -32602 */
export function parseLogFilter(value: unknown): LogFilter {
  if (value === undefined || value === null) return { addresses: null, topics: [] };
  if (typeof value !== 'object') throw invalid('a filter is an object');
  const { address, topics = [] } = value as { address?: unknown; topics?: unknown };
  if (!Array.isArray(topics) || topics.length > MOST_TOPICS) {
    throw invalid(`topics is an array of at most ${MOST_TOPICS}`);
  }
  const isOne = (one: unknown): one is Hex =>
    typeof one === 'string' && isAddress(one, { strict: false });
  const isTopic = (one: unknown): one is Hex => isHex(one) && one.length === 66;
  return {
    addresses: setOf(address, isOne, 'address'),
    topics: topics.map((topic) => setOf(topic, isTopic, 'topic')),
  };
}

export function matchesLog(filter: LogFilter, log: RpcLog): boolean {
  if (filter.addresses && !filter.addresses.has(log.address.toLowerCase())) return false;
  return filter.topics.every((wanted, i) => {
    const topic = log.topics[i];
    return topic !== undefined && (wanted === null || wanted.has(topic.toLowerCase()));
  });
}

function setOf(
  value: unknown,
  valid: (one: unknown) => one is Hex,
  name: string,
): Set<string> | null {
  if (value === undefined || value === null) return null;
  const all = Array.isArray(value) ? value : [value];
  if (!all.every(valid)) throw invalid(`${JSON.stringify(value)} is no ${name}`);
  return all.length ? new Set(all.map((one) => one.toLowerCase())) : null;
}

function invalid(reason: string): RpcError {
  return new RpcError({ code: rpcErrorCode.invalidParams, message: `invalid filter: ${reason}` });
}
