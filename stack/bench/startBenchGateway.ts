import { join } from 'node:path';
import { type Address, zeroAddress } from 'viem';
import { createLogger, loop, type Service } from '#core';
import { createHookRunner, gasFloor, metrics } from '#hooks';
import { createMempool } from '../engine/createMempool.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import type { Genesis } from '../engine/types.ts';
import { genesisFromJson } from '../genesis/genesisJson.ts';
import type { L1InfoFollower } from '../l1info/index.ts';
import { createAdmission } from '../l2/admission.ts';
import { BATCH_LIMITS, BLOCK_RULES } from '../l2/batchRules.ts';
import { toBlockInputs } from '../l2/blockInputs.ts';
import { createBatchBook } from '../l2/createBatchBook.ts';
import { createSequencer } from '../l2/createSequencer.ts';
import { l2EngineConfig } from '../l2/l2EngineConfig.ts';
import { createEthHandler } from '../rpc/createEthHandler.ts';
import { createSubscriptions } from '../rpc/createSubscriptions.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';

export interface BenchGatewayOptions {
  dataDir: string;
  chainId: string;
  genesis: unknown;
  floorWei: string;
  blockTimeMs: number;
}

/** An L1 that has nothing to say: what is measured here is the L2 alone. */
const silentL1 = {
  head: () => undefined,
  lastLeaf: () => undefined,
  leaf: () => undefined,
  forced: () => [],
  forcedSequenced: () => 0n,
} as unknown as L1InfoFollower;

/** Everything of the L2 node between the socket and the engine, journal included, without an L1. */
export async function startBenchGateway(
  o: BenchGatewayOptions,
): Promise<Service & { rpcUrl: string }> {
  const logger = createLogger('bench');
  logger.level = 'error';
  const genesis: Genesis = genesisFromJson(o.genesis as never);
  const chain = await openDevChain({
    config: l2EngineConfig({ chainId: BigInt(o.chainId), genesis }),
    journalPath: join(o.dataDir, 'journal.sqlite'),
  });
  const coinbase: Address = zeroAddress;
  if (chain.head().number === 0n) {
    const meta = { batch: 1, kind: 'injected' as const, l1InfoTreeIndex: 0 };
    const plan = { meta, timestamp: genesis.timestamp, coinbase, transactions: [] };
    await chain.seal(await toBlockInputs({ chain, plan }));
  }
  const hooks = createHookRunner({
    hooks: [gasFloor({ floorWei: BigInt(o.floorWei) }), metrics()],
    logger,
  });
  const admit = createAdmission({ hooks, maxBatchBytes: BATCH_LIMITS.maxBytes });
  const mempool = await createMempool({ chain, admit, allowUnprotected: true, logger });
  const book = createBatchBook({ chain });
  const parts = { chain, mempool, book, follower: silentL1, hooks, logger, coinbase };
  const sequencer = createSequencer({ ...parts, limits: BATCH_LIMITS, rules: BLOCK_RULES });
  const blocks = loop({
    name: 'bench sequencer',
    intervalMs: o.blockTimeMs,
    between: 'starts',
    run: () => sequencer.turn(),
  });
  const server = await startRpcServer({
    host: '127.0.0.1',
    port: 0,
    handle: createEthHandler({
      chain,
      mempool,
      overrides: { bench_usage: usage },
    }),
    subscriptions: createSubscriptions({ chain, mempool }),
    logger,
  });
  return {
    name: 'bench-gateway',
    rpcUrl: server.url,
    async stop() {
      await blocks.stop();
      await server.stop();
      mempool.close();
      await chain.close();
    },
  };
}

/** Memory in bytes, and milliseconds of all threads so far. */
function usage(): { rss: number; heapUsed: number; cpuMs: number } {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { rss, heapUsed, cpuMs: (user + system) / 1000 };
}
