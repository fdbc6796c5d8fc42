import { parseTransaction } from 'viem';
import { expect, test } from 'vitest';
import { localChain } from '../test/localChain.ts';
import { sendSteps } from './sendSteps.ts';

test('at a flat price steps are legacy transactions, which every L2 of the CDK takes', async () => {
  const { publicClient, walletClient } = await localChain();
  const sent: string[] = [];
  const watched = Object.assign(Object.create(publicClient), {
    sendRawTransaction: (o: { serializedTransaction: `0x${string}` }) => {
      sent.push(parseTransaction(o.serializedTransaction).type!);
      return publicClient.sendRawTransaction(o);
    },
  });
  const to = walletClient.account.address;
  const all = { walletClient, publicClient: watched, timeoutMs: 10_000 };
  const steps = [{ name: 'pay', to, value: 1n, gas: 21_000n }];
  await sendSteps({ ...all, steps, gasPrice: 10_000_000_000n });
  await sendSteps({ ...all, steps });
  expect(sent).toEqual(['legacy', 'eip1559']);
});
