import { createPublicClient, http, numberToHex, parseAbi, parseEther } from 'viem';
import { expect } from 'vitest';
import { assertConservation } from '#bridge';
import { waitFor } from '#core';
import { syncFromL1 } from '../derivation/index.ts';
import { createL1Client } from '../l1info/index.ts';
import { depositBig } from '../l2/testingSettlement.ts';
import { type Load, startLoad } from './testingLoad.ts';
import type { ProcessStack } from './testingProcesses.ts';

/** A small generator, so that a run can be repeated from its seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Lets something go on for a while. */
export function during(ms: number): Promise<unknown> {
  const end = Date.now() + ms;
  return waitFor({
    what: 'some time to pass',
    timeoutMs: ms + 60_000,
    intervalMs: 5,
    check: () => Date.now() >= end || undefined,
  });
}

/** Kills every process in turn, in a random order, at random moments, and starts each again. */
export async function runMarathon(o: {
  stack: ProcessStack;
  kills: number;
  seed: number;
}): Promise<{ load: Load; killed: Record<string, number> }> {
  const { stack } = o;
  const random = createRandom(o.seed);
  const load = startLoad(stack);
  const killed: Record<string, number> = {};
  let round: string[] = [];
  for (let i = 0; i < o.kills; i++) {
    if (round.length === 0) round = [...stack.names];
    const [name] = round.splice(Math.floor(random() * round.length), 1) as [string];
    if (i % 4 === 0) {
      await depositBig(stack.rollup, parseEther('1')).catch(() => undefined);
    }
    await during(random() * 1_500);
    await stack.kill(name);
    killed[name] = (killed[name] ?? 0) + 1;
    await during(random() * 500);
    await stack.start(name);
  }
  await load.stop();
  return { load, killed };
}

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
    timeoutMs: 30_000,
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
    timeoutMs: 240_000,
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
    timeoutMs: 60_000,
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
