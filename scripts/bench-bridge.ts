#!/usr/bin/env node
// Measures the bridge: 10,000 deposits indexed and proven, then deposits and withdrawals on a stack
// of its own, each withdrawal with a real batch proof.
// Usage: npm run bench:bridge [-- <deposits> [<transfers>]]
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { createWalletClient, type Hex, http, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  claimAsset,
  depositBig,
  depositsOf,
  getBridgeStatus,
  waitToClaim,
  withdrawBig,
} from '#bridge';
import { waitFor } from '#core';
import { createStepRecorder, parseOptions, publicClientOf, startStack } from '#stack';

const ROOT = resolve(import.meta.dirname, '..');
const deposits = process.argv[2] ?? '10000';
const transfers = Number(process.argv[3] ?? 20);
const TIMEOUT_MS = 600_000;

interface Indexing {
  count: number;
  indexMs: number;
  proveAndCheckMs: number;
  httpMs: number;
  restartMs: number;
  grownMiB: number;
  fileMiB: number;
  proofs: { size: number; appendUs: number; proofUs: number }[];
}

async function benchIndexing(): Promise<Indexing> {
  const file = join(ROOT, 'bridge/bench/benchIndexing.ts');
  const flags = ['--disable-warning=ExperimentalWarning', '--expose-gc'];
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, file, deposits], {
    cwd: ROOT,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Indexing;
}

/** Milliseconds of each transfer, from the call to the claim's receipt. */
async function benchTransfers(): Promise<{ there: number[]; back: number[] }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-bridge-'));
  const cacheDir = join(ROOT, '.bigfile/cache');
  const stack = await startStack({
    options: parseOptions({ dataDir, cacheDir, l1Port: 0, l2Port: 0, bridgePort: 0 }),
    recorder: createStepRecorder({}),
  });
  try {
    const { info } = stack;
    const [l1, l2] = [publicClientOf(stack.l1), publicClientOf(stack.l2)];
    const account = privateKeyToAccount(info.accounts[0]?.key as Hex);
    const wallet = (rpc: string) => createWalletClient({ account, transport: http(rpc) });
    const { bridge, big } = info.contracts.l1 as { bridge: Hex; big: Hex };
    const [url, rollupId] = [info.bridge.url, info.rollupId];
    const wait = { timeoutMs: TIMEOUT_MS, intervalMs: 20 };

    const deposit = async () => {
      const hash = await depositBig(wallet(info.l1.rpc), {
        bridge,
        big,
        rollupId,
        amount: parseEther('10'),
      });
      const receipt = await l1.waitForTransactionReceipt({ hash, pollingInterval: 20 });
      const { depositCount } = depositsOf({ receipt, bridge })[0] as { depositCount: number };
      await waitFor({
        ...{ what: 'the claim', ...wait },
        check: async () =>
          (await getBridgeStatus({ url, network: 0, depositCount })).status === 'claimed' ||
          undefined,
      });
    };
    const withdraw = async () => {
      const hash = await withdrawBig(wallet(info.l2.rpc), { bridge, amount: 1n });
      const receipt = await l2.waitForTransactionReceipt({ hash, pollingInterval: 20 });
      const { depositCount } = depositsOf({ receipt, bridge })[0] as { depositCount: number };
      const id = { url, network: rollupId, depositCount };
      const { claim } = await waitToClaim({ ...id, timeoutMs: TIMEOUT_MS, pollMs: 50 });
      const claimed = await claimAsset(wallet(info.l1.rpc), { bridge, claim });
      await l1.waitForTransactionReceipt({ hash: claimed, pollingInterval: 20 });
    };
    const there = await timeEach('deposit', transfers, deposit);
    return { there, back: await timeEach('withdrawal', Math.ceil(transfers / 2), withdraw) };
  } finally {
    await stack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function timeEach(name: string, times: number, run: () => Promise<void>): Promise<number[]> {
  const measured: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    await run();
    measured.push(performance.now() - start);
    console.error(`${name} ${i + 1} of ${times}: ${((measured[i] ?? 0) / 1000).toFixed(2)} s`);
  }
  return measured;
}

function row(name: string, values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (i: number) => ((sorted[i] ?? Number.NaN) / 1000).toFixed(2);
  return `| ${name}, of ${values.length} (s) | ${at(Math.floor(sorted.length / 2))} | ${at(0)} | ${at(sorted.length - 1)} |`;
}

const i = await benchIndexing();
const seconds = (ms: number) => (ms / 1000).toFixed(2);
console.log(`| ${i.count} deposits | |
|---|---|
| read from the node, indexed and the last one provable (s) | ${seconds(i.indexMs)} |
| each proven, and its proof checked (s) | ${seconds(i.proveAndCheckMs)} |
| a proof over HTTP, one client (ms) | ${i.httpMs.toFixed(2)} |
| started again, the last one provable (s) | ${seconds(i.restartMs)} |
| memory that the service added (MiB) | ${i.grownMiB.toFixed(0)} |
| database (MiB) | ${i.fileMiB.toFixed(1)} |

| leaves in the tree | proof (µs) | append (µs) |
|---|---|---|`);
for (const { size, proofUs, appendUs } of i.proofs)
  console.log(`| ${size} | ${proofUs.toFixed(0)} | ${appendUs.toFixed(0)} |`);
if (transfers > 0) {
  const { there, back } = await benchTransfers();
  console.log('\n| on a stack | median | lowest | highest |\n|---|---|---|---|');
  console.log(row('deposit on L1 → credited on L2', there));
  console.log(row('withdrawal on L2 → claimed on L1, real batch proof', back));
}
