import { afterEach, expect, test } from 'vitest';
import { L2_BLOCK_GAS_LIMIT } from './constants.ts';
import { FLOOR, L2_CHAIN_ID, mineTransfers, rpc, startTestRollup } from './testing.ts';

const cleanUp = new AsyncDisposableStack();
afterEach(() => cleanUp.disposeAsync());

test('transactions whose gas limits do not fit one block go to several, none is lost', async () => {
  const rollup = await startTestRollup();
  cleanUp.defer(() => rollup.stop());
  const node = await rollup.startNode({
    sequencer: { coinbase: rollup.account.address, blockTimeMs: 300 },
  });
  cleanUp.defer(() => node.stop());
  await mineTransfers(node, { nonce: 0, count: 1 });
  const hashes = await Promise.all(
    [1, 2, 3].map(async (nonce) =>
      rpc(node, 'eth_sendRawTransaction', [
        await rollup.account.signTransaction({
          type: 'legacy',
          chainId: L2_CHAIN_ID,
          nonce,
          gas: L2_BLOCK_GAS_LIMIT / 2n - 1n + BigInt(nonce),
          gasPrice: FLOOR,
          to: rollup.account.address,
        }),
      ]),
    ),
  );
  await mineTransfers(node, { nonce: 4, count: 1 });
  for (let number = 1n; number <= node.chain.head().number; number += 1n) {
    const included = node.chain.block(number)!.transactionHashes.filter((h) => hashes.includes(h));
    expect(included.length).toBeLessThanOrEqual(2);
  }
  const receipts = await Promise.all(
    hashes.map((hash) => rpc<{ status: string }>(node, 'eth_getTransactionReceipt', [hash])),
  );
  expect(receipts.map(({ status }) => status)).toEqual(['0x1', '0x1', '0x1']);
});
