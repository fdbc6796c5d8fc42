import { type Hex, hexToBigInt, isHex, numberToHex } from 'viem';
import { matchesLog, parseLogFilter, type RpcLog } from '../rpc/logFilter.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';

/** Blocks whose logs are not taken from the index. cdk-erigon makes one a second, and a batch in seconds. */
const TAIL = 64n;

type Ask = (method: string, params: unknown[]) => Promise<unknown>;

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
  const known = new Map<bigint, Promise<RpcLog[]>>();
  const forget = (isStale: (block: bigint) => boolean) => {
    for (const block of known.keys()) if (isStale(block)) known.delete(block);
  };
  const logsOf = (block: bigint): Promise<RpcLog[]> => {
    const reading = known.get(block) ?? readLogs(ask, block);
    known.set(block, reading);
    reading.catch(() => known.delete(block));
    return reading;
  };
  return async (params) => {
    const range = (params[0] ?? {}) as BlockRange;
    const head = hexToBigInt((await ask('eth_blockNumber', [])) as Hex);
    const [from, to] = [numberOf(range.fromBlock, head), numberOf(range.toBlock, head)];
    const start = head >= TAIL ? head - TAIL + 1n : 0n;
    if (range.blockHash !== undefined || from === undefined || to === undefined || to < start)
      return ask('eth_getLogs', params);
    const filter = parseLogFilter(params[0]);
    // Above the head may be what a chain had that has become shorter since.
    forget((block) => block < start || block > head);
    const first = from > start ? from : start;
    const isOpen = to > head;
    const last = isOpen ? head : to;
    const blocks = last < first ? [] : Array.from({ length: Number(last - first) + 1 });
    const [old, ...tail] = await Promise.all([
      from < start ? indexed({ ask, range, to: start - 1n }) : [],
      ...blocks.map((_, i) => logsOf(first + BigInt(i))),
    ]);
    return [...old, ...tail.flat().filter((log) => matchesLog(filter, log))];
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

async function readLogs(ask: Ask, block: bigint): Promise<RpcLog[]> {
  const found = (await ask('eth_getBlockByNumber', [numberToHex(block), false])) as {
    transactions: Hex[];
  } | null;
  if (!found) throw notYet(block);
  const receipts = (await Promise.all(
    found.transactions.map((hash) => ask('eth_getTransactionReceipt', [hash])),
  )) as ({ logs: RpcLog[] } | null)[];
  return receipts.flatMap((receipt) => {
    if (receipt) return receipt.logs;
    // Less than all would be believed.
    throw notYet(block);
  });
}

function notYet(block: bigint): RpcError {
  const message = `the sequencer does not have all of block ${block}: ask again`;
  return new RpcError({ code: rpcErrorCode.server, message });
}
