import { join } from 'node:path';
import { type Address, keccak256 } from 'viem';
import { createLogger, type Logger, loop, type Service } from '#core';
import { createMempool } from '../engine/createMempool.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import { nextBaseFee } from '../engine/nextBaseFee.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain, Genesis, Hardfork, SealedBlock } from '../engine/types.ts';
import { createEthHandler } from '../rpc/createEthHandler.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';

export interface L1Options {
  host: string;
  /** 0 takes any free port. */
  port: number;
  chainId: number | bigint;
  /** See `l1Genesis`. */
  genesis: Genesis;
  /** Where the journal is kept; absent: in memory. */
  dataDir?: string;
  /**
   * 1000 unless told. Below 1000 the chain's clock runs ahead of the wall clock, because each
   * block's timestamp is at least one second after its parent's.
   */
  blockTimeMs?: number;
  /** Receives the tips. */
  coinbase?: Address;
  /**
   * Blocks that `safe` and `finalized` are behind the newest; 0 unless told, since this chain has
   * one miner and never forks.
   */
  finalityDepth?: bigint;
  hardfork?: Hardfork;
  /** gas; 60 million unless told */
  blockGasLimit?: bigint;
  logger?: Logger;
}

export interface L1 extends Service {
  rpcUrl: string;
  chain: DevChain;
  mempool: Mempool;
}

const DEFAULT_COINBASE: Address = '0x00000000000000000000000000000000000000c1';

/**
 * A development L1 with the rules of mainnet: base fee, mempool, a block every interval whether or
 * not there is something to put in it. The same `dataDir` continues the same chain.
 * @throws PortInUseError
 * @throws JournalLockedError, JournalConfigError, JournalMismatchError as `openDevChain`
 */
export async function startL1(o: L1Options): Promise<L1> {
  const logger = o.logger ?? createLogger('l1');
  const chain = await openDevChain({
    config: {
      chainId: BigInt(o.chainId),
      hardfork: o.hardfork ?? 'prague',
      genesis: o.genesis,
      baseFee: 'eip1559',
      blockGasLimit: o.blockGasLimit ?? 60_000_000n,
    },
    ...(o.dataDir === undefined ? {} : { journalPath: join(o.dataDir, 'journal.sqlite') }),
  });
  try {
    return await serve({ options: o, chain, logger });
  } catch (error) {
    await chain.close();
    throw error;
  }
}

async function serve(o: { options: L1Options; chain: DevChain; logger: Logger }): Promise<L1> {
  const { options, chain, logger } = o;
  const mempool = await createMempool({ chain, allowUnprotected: true, logger });
  let failure: unknown;
  const server = await startRpcServer({
    host: options.host,
    port: options.port,
    handle: createEthHandler({
      chain,
      mempool,
      resolveTag: () => behind(chain.head().number, options.finalityDepth ?? 0n),
    }),
    health: () => ({ ok: failure === undefined, block: chain.head().number }),
    logger,
  });
  const miner = loop({
    name: 'l1 miner',
    intervalMs: options.blockTimeMs ?? 1000,
    run: async () => {
      await mine({ chain, mempool, coinbase: options.coinbase ?? DEFAULT_COINBASE });
    },
    onError: (error) => {
      if (failure === undefined) logger.error({ err: error }, 'mining failed');
      failure = error;
    },
  });
  return {
    name: 'l1',
    rpcUrl: server.url,
    chain,
    mempool,
    async stop() {
      await miner.stop();
      await server.stop();
      mempool.close();
      await chain.close();
    },
  };
}

function mine(o: { chain: DevChain; mempool: Mempool; coinbase: Address }): Promise<SealedBlock> {
  const { chain, mempool, coinbase } = o;
  const parent = chain.head();
  const clock = BigInt(Math.floor(Date.now() / 1000));
  const earliest = parent.timestamp + 1n;
  return chain.seal({
    timestamp: clock > earliest ? clock : earliest,
    coinbase,
    // Known in advance to anyone, and the same in a replay.
    prevRandao: keccak256(parent.hash),
    systemWrites: [],
    transactions: mempool.ready({
      baseFee: nextBaseFee({ config: chain.config, parent }),
      gasLimit: chain.config.blockGasLimit,
    }),
  });
}

function behind(head: bigint, depth: bigint): bigint {
  return head > depth ? head - depth : 0n;
}
