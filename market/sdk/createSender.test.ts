import type { PublicClient, WalletClient } from 'viem';
import { expect, test } from 'vitest';
import { createSender } from './createSender.ts';
import { AccountMissingError, TransactionRevertedError } from './errors.ts';
import { address, word } from './testing.ts';

/** A node that takes a while to count a transaction as pending. */
function fakeNode(o: { status: 'success' | 'reverted' }) {
  const nonces: number[] = [];
  const publicClient = {
    estimateGas: async () => 300n,
    getGasPrice: async () => 5n,
    getTransactionCount: async () => nonces.length,
    getTransactionReceipt: async () => ({ ...o, transactionHash: word('1'), from: address('1') }),
    call: async () => ({ data: '0x' }),
  } as unknown as PublicClient;
  const walletClient = {
    account: { address: address('1') },
    sendTransaction: async ({ nonce }: { nonce: number }) => {
      await new Promise((resolve) => setImmediate(resolve));
      nonces.push(nonce);
      return word('1');
    },
  } as unknown as WalletClient;
  return { nonces, publicClient, walletClient };
}

const call = { what: 'test', to: address('2'), data: '0x' } as const;

test('calls made at once get nonces one after the other', async () => {
  const node = fakeNode({ status: 'success' });
  const sender = createSender(node);
  await Promise.all([1, 2, 3, 4].map(() => sender.send(call)));
  expect(node.nonces).toEqual([0, 1, 2, 3]);
});

test('a mined revert is an error', async () => {
  const sender = createSender(fakeNode({ status: 'reverted' }));
  await expect(sender.send(call)).rejects.toThrow(TransactionRevertedError);
});

test('a client without an account sends nothing', async () => {
  const { publicClient } = fakeNode({ status: 'success' });
  await expect(createSender({ publicClient }).send(call)).rejects.toThrow(AccountMissingError);
});
