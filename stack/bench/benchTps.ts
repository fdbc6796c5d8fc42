import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, type Hex, http, keccak256 } from 'viem';
import { BaseError, type StartedProcess, startProcess, waitFor } from '#core';
import { genesisToJson } from '../genesis/genesisJson.ts';
import { type BenchClient, createBenchClient } from './client.ts';
import { deployBenchMarket } from './deployBenchMarket.ts';
import { printL1Costs } from './l1Costs.ts';
import { createRawEngine, minedAtOnce, rawSpeed, sealTime } from './rawEngine.ts';
import { BENCH_CHAIN_ID, BENCH_FLOOR, createWorkload, type Workload } from './workload.ts';

export interface BenchTpsOptions {
  /** Transactions of each measurement. */
  transactions: number;
  /** Transactions over which the gateway's memory is watched; 0 leaves it out. */
  memoryOver: number;
  print: (line: string) => void;
}

/** The two sides would not run the same code. */
class BenchMismatchError extends BaseError {
  constructor(o: { there: Address; here: Address }) {
    super(`The market is at ${o.here} on the gateway and at ${o.there} on the bare engine.`, {
      code: 'STACK_BENCH_MISMATCH',
      metaMessages: ['Deploy it first on both, from the same account.'],
    });
  }
}

const CONNECTIONS = { single: 32, batched: 4 };
const BATCH = 100;
const BLOCK_TIME_MS = 200;
const CHUNK = 10_000;

interface Bench extends BenchTpsOptions {
  workload: Workload;
  client: BenchClient;
  gateway: StartedProcess;
  market: Address;
}

/** Measures the gateway against the bare engine, in one run on one machine, and prints the ratios. */
export async function benchTps(o: BenchTpsOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-bench-'));
  const workload = createWorkload();
  let gateway = await startGateway({ dataDir, workload });
  let client = createBenchClient(urlOf(gateway));
  try {
    const market = await deployBenchMarket({ transport: http(urlOf(gateway)), workload });
    const bench: Bench = { ...o, workload, client, gateway, market };
    await compareSpeeds(bench);
    await latency(bench);
    if (o.memoryOver) await memory(bench);
    client.close();
    await gateway.stop();
    const blocks = performance.now();
    gateway = await startGateway({ dataDir, workload });
    client = createBenchClient(urlOf(gateway));
    const seconds = (performance.now() - blocks) / 1000;
    const height = Number(await client.call<Hex>('eth_blockNumber'));
    const replayed = workload.signed();
    o.print(
      `restart: ${height} blocks with ${replayed} transactions replayed and compared in ${seconds.toFixed(1)} s, start of the process included: ${(replayed / seconds).toFixed(0)} transactions/s`,
    );
    await accounts(o);
    await printL1Costs({ print: o.print, transactions: Math.min(o.transactions, 1_000) });
  } finally {
    client.close();
    await gateway.stop();
    rmSync(dataDir, { recursive: true });
  }
}

function startGateway(o: { dataDir: string; workload: Workload }): Promise<StartedProcess> {
  return startProcess({
    name: 'bench-gateway',
    entry: join(import.meta.dirname, 'gatewayProcess.ts'),
    config: {
      dataDir: o.dataDir,
      chainId: `${BENCH_CHAIN_ID}`,
      genesis: genesisToJson(o.workload.genesis),
      floorWei: `${BENCH_FLOOR}`,
      blockTimeMs: BLOCK_TIME_MS,
    },
    logFile: join(o.dataDir, 'gateway.log'),
    readyTimeoutMs: 600_000,
  });
}

function urlOf(gateway: StartedProcess): string {
  return (gateway.ready as { rpcUrl: string }).rpcUrl;
}

/** The bare engine before and after each measurement of the gateway, since the machine is shared. */
async function compareSpeeds(bench: Bench): Promise<void> {
  const { workload, client, print, transactions } = bench;
  for (const kind of ['transfers', 'marketplace calls'] as const) {
    const make = (n: number, w: Workload) =>
      kind === 'transfers' ? w.transfers(n) : w.calls(n, bench.market);
    for (const together of [1, BATCH]) {
      const raws = await make(transactions, workload);
      const other = createWorkload();
      const engine = await createRawEngine(other.genesis);
      if (kind !== 'transfers') {
        const transport = minedAtOnce(engine);
        const there = await deployBenchMarket({ transport, workload: other });
        // The same calls to the same contract on both sides.
        if (there !== bench.market) throw new BenchMismatchError({ there, here: bench.market });
      }
      const half = Math.ceil(transactions / 2);
      const first = await make(half, other);
      const rest = await make(half, other);
      const startCpu = process.cpuUsage();
      const before = await rawSpeed({ engine, raws: first, together });
      const rawCpu = cpuMs(process.cpuUsage(startCpu)) / half;
      const gatewayStart = await client.call<Usage>('bench_usage');
      const start = performance.now();
      const connections = together === 1 ? CONNECTIONS.single : CONNECTIONS.batched;
      await client.submit({ raws, together, connections });
      const speed = (transactions / (performance.now() - start)) * 1000;
      const gatewayCpu = (await client.call<Usage>('bench_usage')).cpuMs - gatewayStart.cpuMs;
      const after = await rawSpeed({ engine, raws: rest, together });
      const raw = (2 * before * after) / (before + after);
      const how = together === 1 ? 'single requests' : `batches of ${together}`;
      const ratio = (speed / raw).toFixed(2);
      print(
        `${kind}, ${how}: gateway ${speed.toFixed(0)}/s, raw engine ${raw.toFixed(0)}/s (${before.toFixed(0)} before, ${after.toFixed(0)} after), ratio ${ratio}; CPU of a transaction: gateway ${(gatewayCpu / transactions).toFixed(3)} ms, raw engine ${rawCpu.toFixed(3)} ms`,
      );
    }
  }
}

/** What the gateway's process has used. */
interface Usage {
  rss: number;
  heapUsed: number;
  cpuMs: number;
}

function cpuMs(o: NodeJS.CpuUsage): number {
  return (o.user + o.system) / 1000;
}

async function latency({ workload, client, print }: Bench): Promise<void> {
  const times: number[] = [];
  for (const raw of await workload.transfers(200)) {
    const start = performance.now();
    await client.call('eth_sendRawTransaction', [raw]);
    await waitFor({
      what: 'a receipt',
      check: async () =>
        (await client.call('eth_getTransactionReceipt', [keccak256(raw)])) ?? undefined,
      timeoutMs: 10_000,
      intervalMs: 2,
    });
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor((times.length - 1) * share)]!.toFixed(0);
  print(
    `submit to receipt (${times.length} transfers, one after the other), a block every ${BLOCK_TIME_MS} ms: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
}

async function memory(bench: Bench): Promise<void> {
  const { client, workload, print } = bench;
  const usage = () => client.call<Usage>('bench_usage');
  const mib = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
  const first = await usage();
  for (let done = 0; done < bench.memoryOver; done += CHUNK) {
    const raws = await workload.transfers(Math.min(CHUNK, bench.memoryOver - done));
    await client.submit({ raws, together: BATCH, connections: CONNECTIONS.batched });
    const { rss, heapUsed } = await usage();
    print(
      `memory after ${done + raws.length} transactions: JavaScript ${mib(heapUsed)} MiB, process ${mib(rss)} MiB`,
    );
  }
  const last = await usage();
  const each = ((last.rss - first.rss) / bench.memoryOver / 1024).toFixed(1);
  print(`engine: ${each} KiB a transaction to a new account`);
}

/** How long the same block takes on states of different sizes. */
async function accounts({ print, transactions }: BenchTpsOptions): Promise<void> {
  const workload = createWorkload();
  const engine = await createRawEngine(workload.genesis);
  let present = 0;
  for (const size of [1_000, transactions, transactions * 2]) {
    if (size > present) {
      await rawSpeed({ engine, raws: await workload.transfers(size - present), together: BATCH });
    }
    const raws = await workload.transfers(400);
    const ms = await sealTime(engine, raws);
    present = Math.max(present, size) + 400;
    print(`seal of 400 transfers on a state of ${size} accounts: ${ms.toFixed(0)} ms`);
  }
}
