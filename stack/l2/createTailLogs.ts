import { type Hex, hexToBigInt, isHex, numberToHex } from 'viem';
import { matchesLog, parseLogFilter, type RpcLog } from '../rpc/logFilter.ts';
import { type Ask, createTail, notYet, type TailBlock } from './createTail.ts';

interface BlockRange {
  fromBlock?: unknown;
  toBlock?: unknown;
  blockHash?: unknown;
}

/**
 * Answers `eth_getLogs` for a sequencer that indexes logs after it shows their blocks: cdk-erigon does so when
 * a batch is closed, and answers without an error, and without the newest logs, until then. Whoever
 * follows events block by block would miss them for good. Logs of the newest blocks are therefore
 * taken from the receipts, those of older ones from the index.
 * @param ask the sequencer
 */
export function createTailLogs(ask: Ask): (params: unknown[]) => Promise<unknown> {
  const tail = createTail(ask);
  const known = new Map<Hex, Promise<RpcLog[]>>();
  const logsOf = (block: TailBlock): Promise<RpcLog[]> => {
    const reading = known.get(block.hash) ?? readLogs(ask, block);
    known.set(block.hash, reading);
    reading.catch(() => known.delete(block.hash));
    return reading;
  };
  return async (params) => {
    const range = (params[0] ?? {}) as BlockRange;
    if (range.blockHash !== undefined) return ask('eth_getLogs', params);
    const blocks = await tail();
    const [start, head] = [blocks[0]!.number, blocks.at(-1)!.number];
    const [from, to] = [numberOf(range.fromBlock, head), numberOf(range.toBlock, head)];
    if (from === undefined || to === undefined || to < start) return ask('eth_getLogs', params);
    const filter = parseLogFilter(params[0]);
    const current = new Set(blocks.map(({ hash }) => hash));
    for (const hash of known.keys()) if (!current.has(hash)) known.delete(hash);
    const wanted = blocks.filter(({ number }) => number >= from && number <= to);
    const [old, ...newest] = await Promise.all([
      from < start ? indexed({ ask, range, to: start - 1n }) : [],
      ...wanted.map(logsOf),
    ]);
    return [...old, ...newest.flat().filter((log) => matchesLog(filter, log))];
  };
}

async function indexed(o: { ask: Ask; range: BlockRange; to: bigint }): Promise<RpcLog[]> {
  const filter = { ...o.range, toBlock: numberToHex(o.to) };
  return (await o.ask('eth_getLogs', [filter])) as RpcLog[];
}

/** @returns undefined for what only the sequencer can resolve, such as `safe` */
function numberOf(block: unknown, head: bigint): bigint | undefined {
  if (block === undefined || block === null || block === 'latest' || block === 'pending')
    return head;
  if (block === 'earliest') return 0n;
  return isHex(block) ? hexToBigInt(block) : undefined;
}

async function readLogs(ask: Ask, block: TailBlock): Promise<RpcLog[]> {
  const receipts = (await Promise.all(
    block.transactions.map((hash) => ask('eth_getTransactionReceipt', [hash])),
  )) as ({ logs: RpcLog[] } | null)[];
  return receipts.flatMap((receipt) => {
    if (receipt) return receipt.logs;
    // Less than all would be believed.
    throw notYet(block.number);
  });
}
