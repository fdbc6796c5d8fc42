import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Address, Hex, PublicClient } from 'viem';
import { assertConservation, type Conservation } from '#bridge';
import {
  contractsFromEnvironment,
  createStepRecorder,
  parseOptions,
  publicClientOf,
  type RunningStack,
  type StackInfo,
  startStack,
} from '#stack';

/** The checkout's own cache: compiling circuits anew would take longer than all the stories. */
export const CACHE_DIR = resolve(import.meta.dirname, '../.bigfile/cache');

export interface TestStack extends AsyncDisposable {
  stack: RunningStack;
  info: StackInfo;
  l1: PublicClient;
  l2: PublicClient;
  /** Private keys of the providers, by address. */
  providerKeys: Record<Address, Hex>;
  /** Ends every story: no BIG was made and none was lost, at the heads of both chains. */
  assertConserved(): Promise<Conservation>;
}

/** Every process of a stack, on free ports, in a directory that goes with it. */
export async function startTestStack(): Promise<TestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-e2e-'));
  const forget = () => rmSync(dataDir, { recursive: true, force: true });
  const stack = await startStack({
    options: parseOptions({
      ...{ dataDir, cacheDir: CACHE_DIR, l1Port: 0, l2Port: 0, bridgePort: 0 },
      ...contractsFromEnvironment(),
    }),
    recorder: createStepRecorder({}),
  }).catch((error: unknown) => {
    forget();
    throw error;
  });
  const { info } = stack;
  const [l1, l2] = [publicClientOf(stack.l1), publicClientOf(stack.l2)];
  const { providers } = stack.manifest;
  return {
    ...{ stack, info, l1, l2 },
    providerKeys: Object.fromEntries(providers.map(({ account: a }) => [a.address, a.key])),
    assertConserved: () => assertConserved({ info, l1, l2 }),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      forget();
    },
  };
}

/** @throws ConservationError */
export function assertConserved(o: {
  info: StackInfo;
  l1: PublicClient;
  l2: PublicClient;
}): Promise<Conservation> {
  const { contracts, l1DeploymentBlock, rollupId } = o.info;
  return assertConservation({
    ...{ l1: o.l1, l2: o.l2, rollupId },
    contracts: {
      bridge: contracts.l1['bridge']!,
      deploymentBlock: BigInt(l1DeploymentBlock),
    },
    gasToken: contracts.l1['big']!,
  });
}
