import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Address, Hex, PublicClient } from 'viem';
import { assertConservation, type Conservation } from '#bridge';
import {
  chainOf,
  combinationFromEnvironment,
  conservationOf,
  createStepRecorder,
  parseOptions,
  publicClientOf,
  type RunningStack,
  type StackInfo,
  type StackOptionsInput,
  startStack,
} from '#stack';
import { forgetStack } from './leftovers.ts';

/** The checkout's own cache: compiling circuits anew would take longer than all the stories. */
export const CACHE_DIR = resolve(import.meta.dirname, '../.bigfile/cache');

export interface TestStack extends AsyncDisposable {
  stack: RunningStack;
  info: StackInfo;
  l1: PublicClient;
  l2: PublicClient;
  /** The L2s of all rollups, by rollup id. */
  rollups: ReadonlyMap<number, PublicClient>;
  /** Private keys of the providers, by address. */
  providerKeys: Record<Address, Hex>;
  /** Ends every story: no rollup's coin was made and none was lost, at the heads of the chains. */
  assertConserved(): Promise<Conservation>;
}

/**
 * A stack of the parts that the environment asks for (`BIGFILE_L2` and so on; see `needs.ts`), on free
 * ports, in a directory that goes with it.
 * @param more options for what is not as usual
 */
export async function startTestStack(more: StackOptionsInput = {}): Promise<TestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-e2e-'));
  const stack = await startStack({
    options: parseOptions({
      ...{ dataDir, cacheDir: CACHE_DIR, l1Port: 0, l2Port: 0, bridgePort: 0 },
      ...combinationFromEnvironment(),
      ...more,
    }),
    recorder: createStepRecorder({}),
  }).catch(async (error: unknown) => {
    await forgetStack(dataDir);
    throw error;
  });
  const { info } = stack;
  const [l1, l2] = [publicClientOf(stack.l1), publicClientOf(stack.l2)];
  const { providers } = stack.manifest;
  const rollups = rollupClients(info);
  return {
    ...{ stack, info, l1, l2, rollups },
    providerKeys: Object.fromEntries(providers.map(({ account: a }) => [a.address, a.key])),
    assertConserved: () => assertConserved(info),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      await forgetStack(dataDir);
    },
  };
}

function rollupClients(info: StackInfo): Map<number, PublicClient> {
  const all = [{ ...info.l2, rollupId: info.rollupId }, ...info.rollups];
  return new Map(
    all.map(({ rollupId, chainId: id, rpc: rpcUrl }) => [
      rollupId,
      publicClientOf(chainOf({ layer: 'l2', id, rpcUrl })),
    ]),
  );
}

/**
 * Looks at the coin of every rollup, wherever it went.
 * @returns what there is of BIG on the first
 * @throws ConservationError
 */
export async function assertConserved(info: StackInfo): Promise<Conservation> {
  const found: Conservation[] = [];
  for (const parameters of conservationOf(info).values()) {
    found.push(await assertConservation(parameters));
  }
  return found[0]!;
}
