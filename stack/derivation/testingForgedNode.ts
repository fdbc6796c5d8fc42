import { type Address, type Hex, numberToHex, zeroHash } from 'viem';
import { createLogger } from '#core';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain, SealedBlock, SystemWrite } from '../engine/types.ts';
import { type L2BlockPlan, l2BlockMeta, toBlockInputs } from '../l2/blockInputs.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import type { Replica } from './createReplica.ts';

/** What a lying sequencer makes of a block; undefined leaves it out. */
export type Forge = (plan: L2BlockPlan) => (L2BlockPlan & { writes?: SystemWrite[] }) | undefined;

/** A sequencer's node whose chain differs from what it has put on L1 in one block, and what follows. */
export interface ForgedNode extends AsyncDisposable {
  chain: DevChain;
  url: string;
}

/** Makes the replica's blocks again in another engine, one of them otherwise. */
export async function startForgedNode(o: {
  replica: Replica;
  block: bigint;
  forge: Forge;
}): Promise<ForgedNode> {
  const { replica } = o;
  const chain = await openDevChain({ config: replica.chain.config });
  for (let n = 1n; n <= replica.chain.head().number; n += 1n) {
    const plan = await planOf(replica.chain, replica.chain.block(n)!);
    const forged: ReturnType<Forge> = n === o.block ? o.forge(plan) : plan;
    if (!forged) continue;
    const inputs = await toBlockInputs({ chain, plan: forged });
    const { writes = [] } = forged;
    await chain.seal({ ...inputs, systemWrites: [...inputs.systemWrites, ...writes] });
  }
  const logger = createLogger('test');
  logger.level = 'silent';
  const server = await startRpcServer({
    host: '127.0.0.1',
    port: 0,
    logger,
    handle: (method, params) => answer(chain, method, params),
  });
  return {
    chain,
    url: server.url,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await chain.close();
    },
  };
}

async function planOf(chain: DevChain, block: SealedBlock): Promise<L2BlockPlan> {
  const { miner } = await chain.request<{ miner: Address }>('eth_getBlockByNumber', [
    numberToHex(block.number),
    false,
  ]);
  const meta = l2BlockMeta(block)!;
  const { timestamp, transactions } = block;
  const { exitRoot } = meta;
  return { meta, timestamp, transactions, coinbase: miner, ...(exitRoot ? { exitRoot } : {}) };
}

async function answer(chain: DevChain, method: string, params: readonly unknown[]) {
  if (method === 'zkevm_batchNumberByBlockNumber') {
    return numberToHex(batchOf(chain.block(BigInt(params[0] as Hex))!));
  }
  if (method === 'zkevm_getBatchByNumber') return batchAt(chain, Number(params[0]));
  return chain.request(method, params);
}

function batchOf(block: SealedBlock): number {
  return l2BlockMeta(block)?.batch ?? 0;
}

function batchAt(chain: DevChain, number: number) {
  const blocks = [];
  for (let n = 0n; n <= chain.head().number; n += 1n) {
    const block = chain.block(n)!;
    if (batchOf(block) === number) blocks.push(block);
  }
  const forced = blocks.map((b) => l2BlockMeta(b)?.forced?.number).find(Boolean);
  return {
    blocks: blocks.map((block) => ({
      number: numberToHex(block.number),
      globalExitRoot: l2BlockMeta(block)?.exitRoot?.globalExitRoot ?? zeroHash,
    })),
    ...(forced ? { forcedBatchNumber: numberToHex(forced) } : {}),
  };
}
