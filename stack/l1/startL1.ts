import { join } from 'node:path';
import { type Address, type Hex, keccak256 } from 'viem';
import { createLogger, type Logger, loop, type Service } from '#core';
import { createMempool } from '../engine/createMempool.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import { nextBaseFee } from '../engine/nextBaseFee.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import type { BlockInputs, DevChain, Genesis, Hardfork, SealedBlock } from '../engine/types.ts';
import { createLock } from '../l2/createLock.ts';
import { createEthHandler } from '../rpc/createEthHandler.ts';
import { createSubscriptions } from '../rpc/createSubscriptions.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import { type L1ReorgReport, type L1ReorgRequest, reorgL1 } from './reorgL1.ts';
import { startL1Control } from './startL1Control.ts';

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
  /**
   * Serves `bigfile_reorg` on a port of its own on 127.0.0.1 (0 takes any); the public RPC never
   * has it. Off unless told.
   */
  control?: { port: number };
  logger?: Logger;
}

/** What this L1 can do that not every L1 can; a drill that needs more is not for it. */
export type L1Capability = 'l1Reorg' | 'mptRoot' | 'typedTransactions';

export interface L1 extends Service {
  rpcUrl: string;
  chain: DevChain;
  mempool: Mempool;
  readonly capabilities: readonly L1Capability[];
  /** Where `bigfile_reorg` is served; absent unless asked for. */
  controlUrl?: string;
  /**
   * Replaces the newest blocks by others; no block is mined meanwhile.
   * @throws ReorgDepthError
   */
  reorg(request: L1ReorgRequest): Promise<L1ReorgReport>;
}

const CAPABILITIES: readonly L1Capability[] = ['l1Reorg', 'mptRoot', 'typedTransactions'];
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
  const subscriptions = createSubscriptions({ chain, mempool });
  const server = await startRpcServer({
    host: options.host,
    port: options.port,
    subscriptions,
    handle: createEthHandler({
      chain,
      mempool,
      resolveTag: () => behind(chain.head().number, options.finalityDepth ?? 0n),
    }),
    health: () => ({ ok: failure === undefined, block: chain.head().number }),
    logger,
  });
  const coinbase = options.coinbase ?? DEFAULT_COINBASE;
  const lock = createLock();
  const reorg = async (request: L1ReorgRequest): Promise<L1ReorgReport> => {
    const nextInputs = (transactions: readonly Hex[]) =>
      inputsOn({ parent: chain.head(), coinbase, transactions });
    const reload = () => mempool.reload();
    const report = await lock(() => reorgL1({ chain, request, nextInputs, reload }));
    logger.warn({ depth: report.removed.length, forkBlock: report.forkBlock }, 'chain reorganised');
    return report;
  };
  const control = options.control
    ? await startL1Control({
        port: options.control.port,
        capabilities: CAPABILITIES,
        reorg,
        logger,
      }).catch(async (error: unknown) => {
        await server.stop();
        throw error;
      })
    : undefined;
  const miner = loop({
    name: 'l1 miner',
    intervalMs: options.blockTimeMs ?? 1000,
    run: async () => {
      await lock(() => mine({ chain, mempool, coinbase }));
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
    capabilities: CAPABILITIES,
    ...(control ? { controlUrl: control.url } : {}),
    reorg,
    async stop() {
      await miner.stop();
      await control?.stop();
      subscriptions.stop();
      await server.stop();
      mempool.close();
      await chain.close();
    },
  };
}

function mine(o: { chain: DevChain; mempool: Mempool; coinbase: Address }): Promise<SealedBlock> {
  const { chain, mempool, coinbase } = o;
  const parent = chain.head();
  const transactions = mempool.ready({
    baseFee: nextBaseFee({ config: chain.config, parent }),
    gasLimit: chain.config.blockGasLimit,
  });
  return chain.seal(inputsOn({ parent, coinbase, transactions }));
}

function inputsOn(o: {
  parent: SealedBlock;
  coinbase: Address;
  transactions: readonly Hex[];
}): BlockInputs {
  const clock = BigInt(Math.floor(Date.now() / 1000));
  const earliest = o.parent.timestamp + 1n;
  return {
    timestamp: clock > earliest ? clock : earliest,
    coinbase: o.coinbase,
    // Known in advance to anyone, and the same in a replay.
    prevRandao: keccak256(o.parent.hash),
    systemWrites: [],
    transactions: [...o.transactions],
  };
}

function behind(head: bigint, depth: bigint): bigint {
  return head > depth ? head - depth : 0n;
}
