// Indexes and proves many deposits; prints one JSON object. Run by scripts/bench-bridge.ts.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keccak256, toHex } from 'viem';
import { createLogger, waitFor } from '#core';
import { startBridgeService } from '../service/startBridgeService.ts';
import { openStore } from '../store/openStore.ts';
import { leafHash } from '../tree/leafHash.ts';
import { rootFromProof } from '../tree/rootFromProof.ts';
import { openDeposits } from './openDeposits.ts';

const count = Number(process.argv[2] ?? 10_000);
const TIMEOUT_MS = 1_200_000;

/** Memory of this process in MiB, after a collection where `--expose-gc` allows one. */
function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

async function benchService() {
  const pair = await openDeposits({ count });
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-bridge-'));
  const logger = createLogger('bench');
  logger.level = 'silent';
  const o = {
    ...{ host: '127.0.0.1', port: 0, dataDir, pollMs: 20, logger },
    l1: { ...pair.contracts, rpcUrl: pair.l1.url },
    rollups: [{ rollupId: 1, rpcUrl: pair.l2.url }],
  };
  const before = memory();
  let start = performance.now();
  let service = await startBridgeService(o);
  const ready = () =>
    waitFor({
      what: 'the last deposit to be provable',
      timeoutMs: TIMEOUT_MS,
      intervalMs: 10,
      check: () => service.getClaimProof({ network: 0, depositCount: count - 1 }),
    });
  await ready();
  const indexMs = performance.now() - start;
  const grownMiB = memory() - before;

  start = performance.now();
  for (let depositCount = 0; depositCount < count; depositCount++) {
    const { deposit, proof } = await service.getClaimProof({ network: 0, depositCount });
    const leaf = leafHash(deposit);
    const root = rootFromProof({ leaf, index: depositCount, proof: proof.proofLocalExitRoot });
    if (root !== proof.mainnetExitRoot) throw new Error(`deposit ${depositCount} is not proven`);
  }
  const proveAndCheckMs = performance.now() - start;

  start = performance.now();
  const requests = 1_000;
  for (let i = 0; i < requests; i++) {
    await (await fetch(`${service.url}/merkle-proof?net_id=0&deposit_cnt=${i % count}`)).json();
  }
  const httpMs = (performance.now() - start) / requests;

  await service.stop();
  start = performance.now();
  service = await startBridgeService(o);
  await ready();
  const restartMs = performance.now() - start;
  await service.stop();
  await pair.stop();
  const fileMiB = statSync(join(dataDir, 'bridge.sqlite')).size / 2 ** 20;
  rmSync(dataDir, { recursive: true });
  return { count, indexMs, proveAndCheckMs, httpMs, restartMs, grownMiB, fileMiB };
}

/** Microseconds for a proof out of a stored tree, at growing sizes. */
function benchProofs(sizes: readonly number[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-tree-'));
  const store = openStore({ dataDir });
  const samples = 2_000;
  const rows = sizes.map((size) => {
    let start = performance.now();
    const from = store.trees.leafCount(0);
    store.bulk(() => {
      for (let i = from; i < size; i++) store.trees.append(0, keccak256(toHex(i)));
    });
    const appendUs = ((performance.now() - start) * 1_000) / Math.max(1, size - from);
    start = performance.now();
    for (let i = 0; i < samples; i++) {
      const index = Math.floor((i * 2_654_435_761) % size);
      store.trees.proof({ network: 0, index, leafCount: size });
    }
    const proofUs = ((performance.now() - start) * 1_000) / samples;
    return { size, appendUs, proofUs };
  });
  store.close();
  rmSync(dataDir, { recursive: true });
  return rows;
}

const proofs = benchProofs([100, 1_000, 10_000, 100_000]);
process.stdout.write(`${JSON.stringify({ ...(await benchService()), proofs })}\n`);
process.exit(0);
