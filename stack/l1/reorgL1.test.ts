import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, parseEther } from 'viem';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from '#core';
import { alice, signTransfer } from '../engine/testing.ts';
import { l1Genesis } from './l1Genesis.ts';
import { type L1, startL1 } from './startL1.ts';

const folder = mkdtempSync(join(tmpdir(), 'l1-reorg-'));
let l1: L1 | undefined;
afterEach(async () => {
  await l1?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = (o: Partial<Parameters<typeof startL1>[0]> = {}) =>
  startL1({
    host: '127.0.0.1',
    port: 0,
    chainId: 1337,
    genesis: l1Genesis({ funded: [alice.address], balance: parseEther('100') }),
    blockTimeMs: 20,
    ...o,
  });

interface Answer {
  result: { added: unknown[] };
  error?: { code: number };
}

async function call(url: string, method: string, params: unknown[]): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return (await response.json()) as Answer;
}

/** Sends a transfer and waits for its block. */
async function mine(chain: L1, nonce: number): Promise<{ hash: Hex; block: bigint }> {
  const raw = await signTransfer({ nonce, chainId: 1337, gasPrice: 10n ** 10n });
  const hash = await chain.mempool.add(raw);
  return { hash, block: await blockOf(chain, hash) };
}

function blockOf(chain: L1, hash: Hex): Promise<bigint> {
  return waitFor({
    what: `a block with ${hash}`,
    timeoutMs: 5_000,
    intervalMs: 5,
    check: async () => {
      const receipt = await chain.chain.request<{ blockNumber: Hex } | null>(
        'eth_getTransactionReceipt',
        [hash],
      );
      return receipt ? BigInt(receipt.blockNumber) : undefined;
    },
  });
}

test.each([1, 5, 20])(
  'a reorg of depth %i replaces the blocks and keeps the transactions',
  async (depth) => {
    l1 = await start();
    const { chain } = l1;
    await waitFor({ what: '25 blocks', timeoutMs: 60_000, check: () => chain.block(25n) });
    const sent = await mine(l1, 0);
    const before = chain.head();
    const report = await l1.reorg({ depth });
    expect(report.forkBlock).toBeGreaterThanOrEqual(before.number - BigInt(depth));
    expect(report.removed).toHaveLength(depth);
    expect(report.added).toHaveLength(depth + 1);
    for (const { number, hash } of report.removed) expect(chain.block(number)?.hash).not.toBe(hash);
    for (const { number, hash } of report.added) expect(chain.block(number)?.hash).toBe(hash);
    await blockOf(l1, sent.hash);
  },
);

test('transactions are dropped, or mined later', async () => {
  l1 = await start();
  const first = await mine(l1, 0);
  const second = await mine(l1, 1);
  const forkBlock = Number(first.block) - 1;
  const report = await l1.reorg({ forkBlock, drop: [second.hash], delay: 2 });
  expect(report.forkBlock).toBe(first.block - 1n);
  expect(report.dropped).toEqual([second.hash]);
  expect(await blockOf(l1, first.hash)).toBeGreaterThan(first.block);
  expect(l1.chain.pending()).toEqual([]);
  expect(await l1.mempool.nonce(alice.address)).toBe(1n);
  await mine(l1, 1);
});

test('the control server has it, the public RPC does not', async () => {
  l1 = await start({ control: { port: 0 } });
  await mine(l1, 0);
  const refused = await call(l1.rpcUrl, 'bigfile_reorg', [{ depth: 1 }]);
  expect(refused.error).toBeDefined();
  const { result } = await call(l1.controlUrl!, 'bigfile_reorg', [{ depth: 1 }]);
  expect(result.added).toHaveLength(2);
  expect((await call(l1.controlUrl!, 'bigfile_capabilities', [])).result).toContain('l1Reorg');
  for (const wrong of [{ depth: 0 }, { depth: 1, forkBlock: 1 }, {}]) {
    const { error } = await call(l1.controlUrl!, 'bigfile_reorg', [wrong]);
    expect(error?.code).toBe(-32602);
  }
  await expect(l1.reorg({ depth: 1_000_000 })).rejects.toThrow(
    expect.objectContaining({ code: 'STACK_REORG_DEPTH' }),
  );
});

test('a reorganised chain replays to the same hashes', async () => {
  l1 = await start({ dataDir: folder });
  await mine(l1, 0);
  await l1.reorg({ depth: 2 });
  await l1.reorg({ depth: 3, drop: 'all' });
  const head = l1.chain.head();
  await l1.stop();
  l1 = await start({ dataDir: folder });
  expect(l1.chain.block(head.number)?.hash).toBe(head.hash);
});
