import { type Address, numberToHex } from 'viem';
import type { Logger } from '#core';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { createEthHandler } from '../rpc/createEthHandler.ts';
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
  logger: Logger;
}

/**
 * The L2's public endpoint: `eth_`, `net_`, `web3_` and `zkevm_`. `safe` and `finalized` are the
 * last block proven on L1.
 * @throws PortInUseError
 */
export function startL2Rpc(o: L2RpcOptions): ReturnType<typeof startRpcServer> {
  const floor = () => numberToHex(o.gasPriceFloorWei);
  const handle = createEthHandler({
    chain: o.chain,
    mempool: o.mempool,
    overrides: { ...zkevmMethods(o), eth_gasPrice: floor, eth_maxPriorityFeePerGas: floor },
    resolveTag: (tag) =>
      tag === 'safe' || tag === 'finalized' ? consolidatedBlock(o) : o.chain.head().number,
  });
  return startRpcServer({
    host: o.host,
    port: o.port,
    handle: (method, params) => handle(method, capCallGas(method, params)),
    health: () => {
      const status = o.status();
      return { ok: status.halted === undefined, ...status };
    },
    logger: o.logger,
  });
}
