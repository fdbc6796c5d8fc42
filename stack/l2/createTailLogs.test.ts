import { type Hex, numberToHex } from 'viem';
import { expect, test } from 'vitest';
import { createTailLogs } from './createTailLogs.ts';

const contract: Hex = `0x${'c1'.repeat(20)}`;
const other: Hex = `0x${'c2'.repeat(20)}`;
const topic = (n: number): Hex => numberToHex(n, { size: 32 });

/** A chain with one log of each contract in every block, whose index ends at `indexed`. */
function chain(o: { head: number; indexed: number }) {
  const asked: string[] = [];
  const logs = (block: number) =>
    [contract, other].map((address) => ({
      ...{ address, topics: [topic(block)], blockNumber: numberToHex(block) },
    }));
  const ask = async (method: string, params: unknown[]) => {
    asked.push(method);
    const block = Number(params[0]);
    if (method === 'eth_blockNumber') return numberToHex(o.head);
    if (method === 'eth_getBlockByNumber') return { transactions: [numberToHex(block)] };
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

test('a block is read once, and again where the chain has become shorter', async () => {
  const { ask, asked, state } = chain({ head: 10, indexed: 10 });
  const get = createTailLogs(ask);
  const receipts = () => asked.filter((method) => method === 'eth_getTransactionReceipt').length;
  await get([{ fromBlock: '0x0' }]);
  await get([{ fromBlock: '0x0' }]);
  expect(receipts()).toBe(11);
  state.head = 8;
  await get([{ fromBlock: '0x0' }]);
  state.head = 10;
  await get([{ fromBlock: '0x0' }]);
  expect(receipts()).toBe(13);
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
