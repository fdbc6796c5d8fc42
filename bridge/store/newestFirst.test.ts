import { zeroAddress } from 'viem';
import { expect, test } from 'vitest';
import { openStore } from './openStore.ts';

const receiver = '0x00000000000000000000000000000000000000aa';
const page = { offset: 0, limit: 10 };
const what = { originNetwork: 0, originAddress: zeroAddress, amount: 1n };

/** An L1 with blocks of twelve seconds and an L2 far above it: their heights say nothing of the order. */
const made = [
  { network: 0, depositCount: 0, blockNumber: 7n, time: 100 },
  { network: 1, depositCount: 0, blockNumber: 9_000n, time: 101 },
  { network: 1, depositCount: 1, blockNumber: 9_001n, time: 101 },
  { network: 0, depositCount: 1, blockNumber: 8n, time: 112 },
].map((place) => ({
  ...{ ...place, logIndex: 0, sender: zeroAddress, destinationAddress: zeroAddress },
  txHash: `0x${'1'.repeat(64)}` as const,
}));
const idsOf = (list: readonly { network: number; depositCount: number }[]) =>
  list.map(({ network, depositCount }) => [network, depositCount]);
const newestFirst = idsOf(made.toReversed());

test('deposits of several networks are in the order of time, the newest first', () => {
  const { deposits, close } = openStore({});
  for (const one of made) {
    const to = { destinationNetwork: 2, destinationAddress: receiver } as const;
    deposits.add({ ...one, ...what, ...to, leafType: 0, metadata: '0x' });
  }
  expect(idsOf(deposits.of({ destinationAddress: receiver, ...page }))).toEqual(newestFirst);
  const ready = [0, 1].map((source) => ({ source, below: 2 }));
  const pending = deposits.pending({ destinationNetwork: 2, ready, ...page });
  expect(idsOf(pending.deposits)).toEqual(newestFirst);
  close();
});

test('so are claims', () => {
  const { claims, close } = openStore({});
  for (const one of made) {
    const by = { sourceNetwork: 2, globalIndex: 0n, destinationAddress: receiver } as const;
    claims.add({ ...one, ...what, ...by });
  }
  expect(idsOf(claims.to({ destinationAddress: receiver, ...page }))).toEqual(newestFirst);
  close();
});
