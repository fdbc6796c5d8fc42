import {
  type Address,
  createPublicClient,
  type Hash,
  http,
  isAddressEqual,
  numberToHex,
  type PublicClient,
  parseAbi,
} from 'viem';
import { expect } from 'vitest';
import { assertConservation } from '#bridge';
import { waitFor } from '#core';
import { syncFromL1 } from '../derivation/index.ts';
import { createL1Client } from '../l1info/index.ts';
import type { Load } from './testingLoad.ts';
import type { ProcessStack } from './testingProcesses.ts';

const sequenceEvent = parseAbi([
  'event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)',
]);
const verifyEvent = parseAbi([
  'event VerifyBatchesTrustedAggregator(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
]);

/** Nothing acknowledged is lost, nothing was submitted twice, and L1 alone leads to the same chain. */
export async function assertNothingLost(o: { stack: ProcessStack; load: Load }): Promise<void> {
  const { stack, load } = o;
  const { contracts } = stack.rollup;
  const l1 = createL1Client(stack.l1RpcUrl);
  const l2 = createL1Client(stack.l2RpcUrl);
  const request = l2.request as (call: { method: string; params: unknown[] }) => Promise<unknown>;
  const last = load.acknowledged.at(-1)!;
  const found = await waitFor({
    what: 'the last acknowledged transaction',
    timeoutMs: 120_000,
    check: () => l2.getTransactionReceipt({ hash: last }),
  });
  for (const hash of load.acknowledged) {
    expect((await l2.getTransactionReceipt({ hash })).status).toBe('success');
  }
  for (const [number, hash] of load.hashes) {
    const params = [numberToHex(number), false];
    expect(await request({ method: 'eth_getBlockByNumber', params })).toMatchObject({ hash });
  }
  await waitFor({
    what: 'everything to be verified on L1',
    timeoutMs: 900_000,
    intervalMs: 200,
    check: async () => {
      const safe = (await request({
        method: 'zkevm_consolidatedBlockNumber',
        params: [],
      })) as string;
      return BigInt(safe) >= found.blockNumber || undefined;
    },
  });
  const sequenced = await l1.getLogs({
    address: contracts.rollup,
    event: sequenceEvent[0],
    fromBlock: 0n,
    strict: true,
  });
  const verified = await l1.getLogs({
    address: contracts.rollupManager,
    event: verifyEvent[0],
    fromBlock: 0n,
    strict: true,
  });
  for (const logs of [sequenced, verified]) {
    const numbers = logs.map((log) => log.args.numBatch);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)));
  }
  await assertNothingTwice({ stack, l1, l2 });
  expect(stack.accidents).toEqual([]);
  const report = await syncFromL1({
    l1RpcUrl: stack.l1RpcUrl,
    l2RpcUrl: stack.l2RpcUrl,
    rollup: contracts.rollup,
    genesis: stack.rollup.genesis,
  });
  expect(report.lastBlock).toBeGreaterThanOrEqual(found.blockNumber);
  expect(report.rootsCompared).toBe(verified.length);
  const claimed = await waitFor({
    what: 'the claims of all deposits',
    timeoutMs: 300_000,
    intervalMs: 200,
    check: async () => {
      const terms = await assertConservation({
        l1: createPublicClient({ transport: http(stack.l1RpcUrl) }),
        l2: createPublicClient({ transport: http(stack.l2RpcUrl) }),
        contracts,
        rollupId: 1,
        gasToken: contracts.big,
      });
      return terms.depositsUnclaimed === 0n ? terms : undefined;
    },
  });
  expect(claimed.depositsUnclaimed).toBe(0n);
}

/** What was submitted twice would be in a block and would have reverted: the contracts take nothing twice. */
async function assertNothingTwice(o: {
  stack: ProcessStack;
  l1: PublicClient;
  l2: PublicClient;
}): Promise<void> {
  const { sequencer, aggregator, claimer } = o.stack.accounts;
  const { rollup, rollupManager, bridge } = o.stack.rollup.contracts;
  const onL1 = await sentBy({ client: o.l1, from: [sequencer, aggregator] });
  const submitted = onL1.filter(
    ({ to }) => to && [rollup, rollupManager].some((a) => isAddressEqual(a, to)),
  );
  const claims = (await sentBy({ client: o.l2, from: [claimer] })).filter(
    ({ to }) => to && isAddressEqual(to, bridge),
  );
  for (const [client, sent] of [
    [o.l1, submitted],
    [o.l2, claims],
  ] as const) {
    expect(sent.length).toBeGreaterThan(0);
    for (const { hash } of sent) {
      expect(await client.getTransactionReceipt({ hash })).toMatchObject({ status: 'success' });
    }
  }
}

async function sentBy(o: { client: PublicClient; from: readonly Address[] }) {
  const sent: { hash: Hash; to: Address | null }[] = [];
  const head = await o.client.getBlockNumber();
  for (let start = 0n; start <= head; start += 100n) {
    const numbers = Array.from({ length: 100 }, (_, i) => start + BigInt(i)).filter(
      (n) => n <= head,
    );
    const blocks = await Promise.all(
      numbers.map((blockNumber) => o.client.getBlock({ blockNumber, includeTransactions: true })),
    );
    for (const { from, hash, to } of blocks.flatMap((block) => block.transactions)) {
      if (o.from.some((address) => isAddressEqual(address, from))) sent.push({ hash, to });
    }
  }
  return sent;
}
