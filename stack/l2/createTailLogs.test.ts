import { type Hex, numberToHex } from 'viem';
import { expect, test } from 'vitest';
import { createTailLogs } from './createTailLogs.ts';

const contract: Hex = `0x${'c1'.repeat(20)}`;
const other: Hex = `0x${'c2'.repeat(20)}`;
const topic = (n: number): Hex => numberToHex(n < 0 ? 999 : n, { size: 32 });

/** A chain with one log of each contract in every block, whose index ends at `indexed`. */
function chain(given: { head: number; indexed: number }) {
  const o = { ...given, fork: Number.POSITIVE_INFINITY };
  const asked: string[] = [];
  /** Changes with the block from which the chain is another one. */
  const hash = (block: number) => topic(block >= o.fork ? 1_000_000 + block : block);
  const logs = (block: number) =>
    [contract, other].map((address) => ({
      ...{ address, topics: [topic(block)], blockNumber: numberToHex(block) },
      blockHash: hash(block),
    }));
  const ask = async (method: string, params: unknown[]) => {
    asked.push(method);
    const block = params[0] === 'latest' ? o.head : Number(params[0]);
    if (method === 'eth_getBlockByNumber')
      return {
        ...{ number: numberToHex(block), hash: hash(block), parentHash: hash(block - 1) },
        transactions: [numberToHex(block)],
      };
    if (method === 'eth_getTransactionReceipt') return { logs: logs(block) };
    const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex };
    const last = Math.min(Number(toBlock), o.indexed);
    const found = [];
    for (let b = Number(fromBlock); b <= last; b += 1) found.push(logs(b)[0]);
    return found;
  };
  return { ask, asked, state: o };
}

const blocksOf = (logs: unknown) =>
  (logs as { blockNumber: Hex }[]).map(({ blockNumber }) => Number(blockNumber));

test('logs of blocks that are not indexed yet are there, and none twice', async () => {
  const { ask } = chain({ head: 200, indexed: 190 });
  const filter = { address: contract, fromBlock: '0x64', toBlock: 'latest' };
  expect(blocksOf(await ask('eth_getLogs', [{ ...filter, toBlock: '0xc8' }]))).toHaveLength(91);
  const blocks = blocksOf(await createTailLogs(ask)([filter]));
  expect(blocks).toEqual(Array.from({ length: 101 }, (_, i) => 100 + i));
});

test('address and topics count in the newest blocks too', async () => {
  const { ask } = chain({ head: 10, indexed: 0 });
  const get = createTailLogs(ask);
  const wanted = { address: contract, topics: [[topic(7), topic(9)]], fromBlock: '0x0' };
  expect(blocksOf(await get([wanted]))).toEqual([7, 9]);
  expect(blocksOf(await get([{ ...wanted, toBlock: '0x8' }]))).toEqual([7]);
  expect(await get([{ fromBlock: '0xb', toBlock: '0xf' }])).toEqual([]);
});

test('a block is read once, and again where the chain is another one', async () => {
  const { ask, asked, state } = chain({ head: 10, indexed: 10 });
  const get = createTailLogs(ask);
  const count = (method: string) => asked.filter((m) => m === method).length;
  const receipts = () => count('eth_getTransactionReceipt');
  await get([{ fromBlock: '0x0' }]);
  await get([{ fromBlock: '0x0' }]);
  expect(receipts()).toBe(11);
  // Not all blocks again: the newest, and their first parent that was known.
  expect(count('eth_getBlockByNumber')).toBe(12);
  state.head = 12;
  await get([{ fromBlock: '0x0' }]);
  expect(receipts()).toBe(13);
  expect(count('eth_getBlockByNumber')).toBe(14);
  // As long as before, with other blocks from the ninth on.
  state.fork = 9;
  const logs = (await get([{ fromBlock: '0x0' }])) as { blockHash: Hex }[];
  expect(receipts()).toBe(17);
  expect(new Set(logs.slice(-8).map(({ blockHash }) => blockHash))).toEqual(
    new Set([9, 10, 11, 12].map((block) => topic(1_000_000 + block))),
  );
  state.head = 8;
  expect(blocksOf(await get([{ address: contract, fromBlock: '0x7' }]))).toEqual([7, 8]);
  expect(receipts()).toBe(17);
});

test('a chain that changes while it is read is asked for again', async () => {
  const { ask } = chain({ head: 10, indexed: 10 });
  const torn = async (method: string, params: unknown[]) => {
    const found = (await ask(method, params)) as object;
    return params[0] === numberToHex(9) ? { ...found, hash: topic(77) } : found;
  };
  await expect(createTailLogs(torn)([{ fromBlock: '0x8' }])).rejects.toThrow(/block 10: ask again/);
});

test('old ranges, block hashes and tags of finality go to the index', async () => {
  const { ask, asked } = chain({ head: 500, indexed: 400 });
  const get = createTailLogs(ask);
  await get([{ fromBlock: '0x1', toBlock: '0x10' }]);
  await get([{ fromBlock: '0x1', toBlock: 'finalized' }]);
  await get([{ blockHash: topic(1) }]);
  expect(asked.filter((method) => method === 'eth_getLogs')).toHaveLength(3);
  expect(asked).not.toContain('eth_getTransactionReceipt');
});
