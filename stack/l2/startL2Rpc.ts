import { type Address, numberToHex } from 'viem';
import { type Logger, type Metric, prometheusText } from '#core';
import type { HookRunner } from '#hooks';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { createEthHandler } from '../rpc/createEthHandler.ts';
import { createSubscriptions } from '../rpc/createSubscriptions.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import { capCallGas } from './capCallGas.ts';
import type { BatchSources } from './describeBatch.ts';
import type { L2Status } from './L2Status.ts';
import { consolidatedBlock, zkevmMethods } from './zkevmMethods.ts';

export interface L2RpcOptions extends BatchSources {
  host: string;
  port: number;
  mempool: Mempool;
  contracts: L1Contracts;
  forkId: bigint;
  gasPriceFloorWei: bigint;
  status: () => L2Status;
  sequencer: { coinbase: Address };
  hooks: HookRunner;
  logger: Logger;
}

/**
 * The L2's public endpoint, over HTTP and WebSocket: `eth_`, `net_`, `web3_`, `txpool_`,
 * `debug_trace…` and `zkevm_`. `safe` and `finalized` are the
 * last block proven on L1.
 * @throws PortInUseError
 */
export async function startL2Rpc(o: L2RpcOptions): Promise<{ url: string; stop(): Promise<void> }> {
  const floor = () => numberToHex(o.gasPriceFloorWei);
  const handle = createEthHandler({
    chain: o.chain,
    mempool: o.mempool,
    overrides: { ...zkevmMethods(o), eth_gasPrice: floor, eth_maxPriorityFeePerGas: floor },
    resolveTag: (tag) =>
      tag === 'safe' || tag === 'finalized' ? consolidatedBlock(o) : o.chain.head().number,
  });
  const subscriptions = createSubscriptions(o);
  const server = await startRpcServer({
    subscriptions,
    host: o.host,
    port: o.port,
    handle: (method, params) => handle(method, capCallGas(method, params)),
    health: () => {
      const status = o.status();
      return { ok: status.halted === undefined, ...status };
    },
    metrics: () => prometheusText([...figures(o.status()), ...o.hooks.metrics()]).text,
    logger: o.logger,
  });
  return {
    url: server.url,
    async stop() {
      subscriptions.stop();
      await server.stop();
    },
  };
}

function figures(status: L2Status): Metric[] {
  const gauge = (name: string, help: string, value: number | bigint): Metric => ({
    name,
    help,
    type: 'gauge',
    value,
  });
  return [
    gauge('l2_block', 'Newest block of the L2.', status.block),
    gauge('l2_batch', 'Newest batch of the L2.', status.batch),
    gauge('l2_batch_virtual', 'Newest batch whose data is on L1.', status.virtualBatch),
    gauge('l2_batch_verified', 'Newest batch proven on L1.', status.verifiedBatch),
    gauge('l2_pool_transactions', 'Transactions that wait.', status.pending),
    gauge('l2_up', '1 while blocks are made, 0 when the node has halted.', status.halted ? 0 : 1),
    gauge('process_resident_bytes', 'Memory of the process.', process.memoryUsage.rss()),
  ];
}
