import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type Dockerode from 'dockerode';
import { type Hash, numberToHex, parseAbi } from 'viem';
import { expect } from 'vitest';
import { assertConservation } from '#bridge';
import { findEngine, labelFilter, NAME_LABEL, waitFor } from '#core';
import { publicClientOf, walletClientOf } from '../run/clients.ts';
import { conservationOf } from '../run/conservationOf.ts';
import { type RunningStack, startStack } from '../run/startStack.ts';
import { parseOptions, type StackOptionsInput } from '../session/options.ts';
import { createStepRecorder } from '../walk/steps.ts';
import { forgetContainers } from './forgetContainers.ts';
import { sessionId } from './sessionId.ts';

/** The checkout's own: compiling the circuits anew would take longer than all the tests. */
const CACHE_DIR = resolve(import.meta.dirname, '../../.bigfile/cache');
/** Says "hangs": a dozen containers share two cores. */
const SETTLED_TIMEOUT_MS = 240_000;
const events = parseAbi([
  'event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)',
  'event VerifyBatchesTrustedAggregator(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
]);

/** Newest batch that is on L1. */
export interface Heights {
  sequenced: bigint;
  verified: bigint;
}

/** A whole stack in containers, as somebody sees it who can reach the engine and the published ports. */
export interface ContainerStack extends AsyncDisposable {
  stack: RunningStack;
  /** Every container of the stack in the engine, by name. */
  listed(): Promise<Map<string, Dockerode.ContainerInfo>>;
  container(name: string): Dockerode.Container;
  /** Takes a container off the stack's network: it reaches nobody, and nobody reaches it. */
  cutOff(name: string): Promise<void>;
  rejoin(name: string): Promise<void>;
  heights(): Promise<Heights>;
  /** A user's transaction on the L2, and the batch that it is in. */
  transfer(): Promise<{ hash: Hash; batch: bigint }>;
  /** Waits until the sequencer has closed a batch. */
  closed(batch: bigint): Promise<void>;
  until(what: string, check: (heights: Heights) => boolean): Promise<Heights>;
  /** No coin was made or lost, and no batch is twice on L1. */
  assertWhole(): Promise<void>;
}

/** Starts one on free ports, in a directory that goes with it, as its volumes do. */
export async function startContainerStack(more: StackOptionsInput = {}): Promise<ContainerStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-faults-'));
  const session = sessionId(dataDir);
  const { docker } = await findEngine();
  const forget = async () => {
    await forgetContainers({ dataDir, volumes: true });
    rmSync(dataDir, { recursive: true, force: true });
  };
  const ports = { l1Port: 0, l2Port: 0, bridgePort: 0 };
  const stack = await startStack({
    options: parseOptions({ dataDir, cacheDir: CACHE_DIR, ...ports, in: 'containers', ...more }),
    recorder: createStepRecorder({}),
  }).catch(async (error: unknown) => {
    await forget();
    throw error;
  });
  const l2 = publicClientOf(stack.l2);
  const rpc = async (method: string, ...params: unknown[]) =>
    BigInt((await l2.request({ method, params } as never)) as string);
  const network = docker.getNetwork(`bigfile-${session}-net`);
  const container = (name: string) => docker.getContainer(`bigfile-${session}-${name}`);
  const heights = async (): Promise<Heights> => {
    const [sequenced, verified] = await Promise.all([
      rpc('zkevm_virtualBatchNumber'),
      rpc('zkevm_verifiedBatchNumber'),
    ]);
    return { sequenced, verified };
  };
  return {
    ...{ stack, container, heights },
    async listed() {
      const all = await docker.listContainers({ all: true, filters: labelFilter(session) });
      return new Map(all.map((info) => [info.Labels[NAME_LABEL]!, info]));
    },
    cutOff: (name) => network.disconnect({ Container: container(name).id, Force: true }),
    rejoin: (name) =>
      network.connect({ Container: container(name).id, EndpointConfig: { Aliases: [name] } }),
    async transfer() {
      const [, from, to] = stack.info.accounts;
      const wallet = walletClientOf({ chain: stack.l2, account: from! });
      const hash = await wallet.sendTransaction({
        ...{ to: to!.address, value: 1n, account: wallet.account, chain: stack.l2 },
        gasPrice: BigInt(stack.info.gasPriceFloorWei),
      });
      const { blockNumber } = await l2.waitForTransactionReceipt({ hash });
      return { hash, batch: await rpc('zkevm_batchNumberByBlockNumber', Number(blockNumber)) };
    },
    async closed(batch) {
      const ask = { method: 'zkevm_getBatchByNumber', params: [numberToHex(batch)] };
      await waitFor({
        ...{ what: `batch ${batch} to be closed`, timeoutMs: SETTLED_TIMEOUT_MS },
        check: async () =>
          ((await l2.request(ask as never)) as { closed: boolean }).closed || undefined,
      });
    },
    until: (what, check) =>
      waitFor({
        ...{ what, timeoutMs: SETTLED_TIMEOUT_MS, intervalMs: 200 },
        check: async () => {
          const now = await heights();
          return check(now) ? now : undefined;
        },
      }),
    async assertWhole() {
      for (const parameters of conservationOf(stack.info).values())
        await assertConservation(parameters);
      await assertNoneTwice(stack);
    },
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await forget();
    },
  };
}

/** L1 has every batch once, in their order. */
async function assertNoneTwice({ info, l1 }: RunningStack): Promise<void> {
  const client = publicClientOf(l1);
  const from = { fromBlock: BigInt(info.l1DeploymentBlock), strict: true } as const;
  const { rollup, rollupManager } = info.contracts.l1;
  const sequenced = await client.getLogs({ address: rollup!, event: events[0], ...from });
  const verified = await client.getLogs({ address: rollupManager!, event: events[1], ...from });
  for (const logs of [sequenced, verified]) {
    const numbers = logs.map((log) => log.args.numBatch);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => (a < b ? -1 : 1)));
  }
}
