import {
  type Address,
  getAddress,
  type Hash,
  type Hex,
  numberToHex,
  type PublicClient,
} from 'viem';
import type { ChainEvents, ChainLogs, EventPlace } from '../types.ts';
import { inChunks } from './inChunks.ts';

/** From this many transactions of a block on, the whole block is cheaper than each of them. */
const WHOLE_BLOCK_FROM = 8;

interface RawBlock {
  timestamp: Hex;
  parentHash: Hash;
  transactions: readonly { hash: Hash; from: Address }[] | readonly Hash[];
}

interface Facts {
  time: Map<bigint, number>;
  parent: Map<bigint, Hash>;
  sender: Map<Hash, Address>;
}

/**
 * Adds what the logs do not say: the time of each event's block, and who sent a deposit or a claim.
 * `undefined` when a block or a transaction is not there any more, as after a reorg.
 */
export async function fetchBlockFacts(o: {
  client: PublicClient;
  logs: ChainLogs;
}): Promise<ChainEvents | undefined> {
  const { deposits, claims, infoLeaves, verifications, wrappedTokens } = o.logs;
  const facts = await readFacts({
    client: o.client,
    places: [...deposits, ...claims, ...infoLeaves, ...verifications, ...wrappedTokens],
    sent: [...deposits, ...claims],
  });
  if (!facts) return undefined;
  const time = (place: EventPlace) => ({ time: facts.time.get(place.blockNumber) as number });
  const sender = (place: EventPlace) => ({ sender: facts.sender.get(place.txHash) as Address });
  const parentHash = (place: EventPlace) => facts.parent.get(place.blockNumber) as Hash;
  return {
    deposits: deposits.map((d) => ({ ...d, ...time(d), ...sender(d) })),
    claims: claims.map((c) => ({ ...c, ...time(c), ...sender(c) })),
    infoLeaves: infoLeaves.map((l) => ({ ...l, ...time(l), parentHash: parentHash(l) })),
    verifications: verifications.map((v) => ({ ...v, ...time(v) })),
    wrappedTokens: wrappedTokens.map((t) => ({ ...t, ...time(t) })),
  };
}

async function readFacts(o: {
  client: PublicClient;
  places: readonly EventPlace[];
  sent: readonly EventPlace[];
}): Promise<Facts | undefined> {
  const facts: Facts = { time: new Map(), parent: new Map(), sender: new Map() };
  const blocks = new Set(o.places.map((place) => place.blockNumber));
  const wanted = Map.groupBy(o.sent, (place) => place.blockNumber);
  const sent = new Set(o.sent.map((place) => place.txHash));
  const whole = (block: bigint) => (wanted.get(block)?.length ?? 0) >= WHOLE_BLOCK_FROM;
  // Raw answers: a block of thousands of transactions need not be put into viem's form.
  const request = o.client.request as (call: unknown) => Promise<unknown>;
  const complete = await inChunks([...blocks], async (number) => {
    const params = [numberToHex(number), whole(number)];
    const block = (await request({ method: 'eth_getBlockByNumber', params })) as RawBlock | null;
    if (!block) return false;
    facts.time.set(number, Number(block.timestamp));
    facts.parent.set(number, block.parentHash);
    for (const tx of block.transactions) {
      if (typeof tx === 'string' || !sent.has(tx.hash)) continue;
      facts.sender.set(tx.hash, getAddress(tx.from));
    }
    return true;
  });
  const rest = [...sent].filter((hash) => !facts.sender.has(hash));
  const found = await inChunks(rest, async (hash) => {
    const method = 'eth_getTransactionByHash';
    const tx = (await request({ method, params: [hash] })) as { from: Address } | null;
    if (tx) facts.sender.set(hash, getAddress(tx.from));
    return tx !== null;
  });
  return complete.every(Boolean) && found.every(Boolean) ? facts : undefined;
}
