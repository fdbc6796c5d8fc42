import { type Hex, keccak256, numberToHex } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { type Engine, writeStorage } from './createEngine.ts';
import type { BlockInputs, DroppedTransaction, EngineConfig, SealedBlock } from './types.ts';

/** The fields of an engine's block that are read here. */
export interface EngineBlock {
  number: Hex;
  hash: Hex;
  parentHash: Hex;
  stateRoot: Hex;
  timestamp: Hex;
  baseFeePerGas: Hex;
  gasUsed: Hex;
  transactions: Hex[];
}

/**
 * Makes the next block from exactly these inputs. Whatever does not get in is taken out of the
 * engine's pool and reported, so that the pool is empty before and after.
 */
export async function sealOnEngine(o: {
  engine: Engine;
  config: EngineConfig;
  inputs: BlockInputs;
}): Promise<SealedBlock> {
  const { engine, config, inputs } = o;
  for (const write of inputs.systemWrites) await writeStorage(engine, write);
  await engine.request('evm_setNextBlockTimestamp', [numberToHex(inputs.timestamp)]);
  await engine.request('hardhat_setCoinbase', [inputs.coinbase]);
  await engine.request('hardhat_setPrevRandao', [inputs.prevRandao]);
  if (config.baseFee === 'free') {
    await engine.request('hardhat_setNextBlockBaseFeePerGas', ['0x0']);
  }
  const { offered, refused } = await offer(engine, inputs.transactions);
  await engine.request('evm_mine');
  const block = await engine.request<EngineBlock>('eth_getBlockByNumber', ['latest', false]);
  const skipped = await dropRest(engine, offered, new Set(block.transactions));
  return {
    ...describe(block),
    transactions: block.transactions.map((hash) => offered.get(hash) ?? '0x'),
    dropped: [...refused, ...skipped],
    meta: inputs.meta ?? {},
  };
}

/** The engine's block in the words of `SealedBlock`. */
export function describe(
  block: EngineBlock,
): Omit<SealedBlock, 'transactions' | 'dropped' | 'meta'> {
  return {
    number: BigInt(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    stateRoot: block.stateRoot,
    timestamp: BigInt(block.timestamp),
    baseFeePerGas: BigInt(block.baseFeePerGas),
    gasUsed: BigInt(block.gasUsed),
    transactionHashes: block.transactions,
  };
}

async function offer(
  engine: Engine,
  transactions: readonly Hex[],
): Promise<{ offered: Map<Hex, Hex>; refused: DroppedTransaction[] }> {
  const offered = new Map<Hex, Hex>();
  const refused: DroppedTransaction[] = [];
  for (const raw of transactions) {
    const hash = keccak256(raw);
    try {
      const known = await engine.request<Hex>('eth_sendRawTransaction', [raw]);
      offered.set(known, raw);
    } catch (error) {
      if (!(error instanceof RpcError) || error.code === rpcErrorCode.internal) throw error;
      refused.push({ hash, reason: error.message });
    }
  }
  return { offered, refused };
}

async function dropRest(
  engine: Engine,
  offered: ReadonlyMap<Hex, Hex>,
  included: ReadonlySet<Hex>,
): Promise<DroppedTransaction[]> {
  const skipped: DroppedTransaction[] = [];
  for (const hash of offered.keys()) {
    if (included.has(hash)) continue;
    await engine.request('hardhat_dropTransaction', [hash]);
    skipped.push({
      hash,
      reason:
        'not executable in this block: nonce gap, balance, fee below base fee, or no gas left',
    });
  }
  return skipped;
}
