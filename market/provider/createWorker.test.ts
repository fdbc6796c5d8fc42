import { decodeFunctionData, type Hex, toHex } from 'viem';
import { expect, test } from 'vitest';
import { mlpInt8 } from '#circuits';
import { jobMarketAbi } from '#contracts';
import { createLogger } from '#core';
import { JOB_STATES, type JobState, type MarketClient, toBytes32 } from '#market/sdk';
import { createJournal } from './createJournal.ts';
import { createWorker } from './createWorker.ts';
import { JobOutOfMemoryError } from './errors.ts';
import type { OpenProgram } from './openPrograms.ts';
import { input, jobFixture, provider, userKey, word } from './testing.ts';

const logger = createLogger('test').child({}, { level: 'silent' });
const limits = { wallMs: 10_000, cpuSeconds: 5, memoryMiB: 64, outputBytes: 1024 };

/** A chain with one job, which moves on as the calls tell it to. */
function fakeChain(o: { state: JobState; input?: Uint8Array; otherProvider?: boolean }) {
  const calls: string[] = [];
  const chain = { state: o.state, calls };
  const moves: Record<string, JobState> = {
    ack: 'ACKED',
    fulfil: 'FULFILLED',
    reportInputFault: 'OPEN',
  };
  const job = jobFixture(
    o.otherProvider ? { provider: '0x0000000000000000000000000000000000000001' } : {},
  );
  const node = {
    readContract: async () => ({
      ...job,
      state: JOB_STATES.indexOf(chain.state),
      needs: { ...job.needs, hwClass: toBytes32(job.needs.hwClass) },
    }),
    getContractEvents: async () => [
      { args: { input: toHex(o.input ?? input), request: { userKey } } },
    ],
  };
  const client = {
    contracts: { jobMarket: provider },
    fromBlock: 0n,
    chainId: async () => 424242,
    read: (run: (node: never) => unknown) => run(node as never),
    sender: {
      address: () => provider,
      send: async ({ data }: { data: Hex }) => {
        const { functionName } = decodeFunctionData({ abi: jobMarketAbi, data });
        calls.push(functionName);
        chain.state = moves[functionName] ?? chain.state;
        return { transactionHash: word('9') };
      },
    },
  } as unknown as MarketClient;
  return { chain, client };
}

/** The real program and sandbox; a prover that gives the expected signals and no proof. */
function worker(o: { client: MarketClient; onProve?: () => void }) {
  const journal = createJournal({ logger });
  const prove = async ({ ctx, randomness }: { ctx: bigint; randomness: bigint }) => {
    o.onProve?.();
    const delivery = mlpInt8.seal({ output: mlpInt8.run(input), userKey, randomness });
    const signals = [
      mlpInt8.outputCommitment(delivery),
      mlpInt8.evaluation({ delivery, challenge: ctx }),
      mlpInt8.inputCommitment({ input, userKey }),
      ctx,
    ];
    return { proof: Array(8).fill(0n), signals, ms: 1 };
  };
  const open = { program: mlpInt8, prover: async () => ({ prove }) } as unknown as OpenProgram;
  const programs = { find: async () => open, names: [], close: async () => undefined };
  const { signal } = new AbortController();
  const options = { client: o.client, provider, programs, limits, journal, signal } as const;
  return { journal, ...createWorker(options) };
}

test('acks, runs, proves and delivers an assigned job', async () => {
  const { chain, client } = fakeChain({ state: 'ASSIGNED' });
  const { advance, journal } = worker({ client });
  expect(await advance(1n)).toBe(true);
  expect(chain.calls).toEqual(['ack', 'fulfil']);
  expect(journal.find(1n)).toMatchObject({ stage: 'fulfilled', proveMs: 1, txHash: word('9') });
});

test('goes on where the chain says it was, after a restart', async () => {
  const { chain, client } = fakeChain({ state: 'ACKED' });
  expect(await worker({ client }).advance(1n)).toBe(true);
  expect(chain.calls).toEqual(['fulfil']);
  expect(await worker({ client }).advance(1n)).toBe(true);
  expect(chain.calls).toEqual(['fulfil']);
});

test('sends nothing when the job moved on while it was being proved', async () => {
  const { chain, client } = fakeChain({ state: 'ACKED' });
  const onProve = () => {
    chain.state = 'RESCUABLE';
  };
  const { advance, journal } = worker({ client, onProve });
  expect(await advance(1n)).toBe(true);
  expect(chain.calls).toEqual([]);
  expect(journal.find(1n)?.stage).toBe('lost');
});

test('leaves the jobs of others alone', async () => {
  const { chain, client } = fakeChain({ state: 'ASSIGNED', otherProvider: true });
  expect(await worker({ client }).advance(1n)).toBe(true);
  expect(chain.calls).toEqual([]);
});

test('reports an input that does not fit its digest instead of an ack', async () => {
  const { chain, client } = fakeChain({ state: 'ASSIGNED', input: new Uint8Array(16) });
  const { advance, journal } = worker({ client });
  expect(await advance(1n)).toBe(true);
  expect(chain.calls).toEqual(['reportInputFault']);
  expect(journal.find(1n)).toMatchObject({ stage: 'refused', error: { code: 'INPUT_FAULT' } });
});

test('gives up on a job that keeps failing by itself, and only then', async () => {
  const { chain, client } = fakeChain({ state: 'ACKED' });
  const onProve = () => {
    throw new JobOutOfMemoryError({ memoryMiB: 1, stderr: '' });
  };
  const { advance, journal } = worker({ client, onProve });
  await expect(advance(1n)).rejects.toThrow(JobOutOfMemoryError);
  await expect(advance(1n)).rejects.toThrow(JobOutOfMemoryError);
  expect(await advance(1n)).toBe(true);
  expect(journal.find(1n)).toMatchObject({ stage: 'failed', error: { code: 'JOB_OUT_OF_MEMORY' } });
  expect(chain.calls).toEqual([]);
});
