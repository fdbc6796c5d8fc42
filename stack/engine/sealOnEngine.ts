import { type Hex, numberToHex } from 'viem';
import { type Engine, type EngineCall, storageWrite } from './createEngine.ts';
import { EngineOrderError } from './errors.ts';
import { drop, offerTransactions } from './offerTransactions.ts';
import type {
  BlockInputs,
  DroppedTransaction,
  EngineConfig,
  SealedBlock,
  TransactionFacts,
} from './types.ts';

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
  /** What was read of a transaction before, by hash. */
  factsOf?: (hash: Hex) => TransactionFacts | undefined;
}): Promise<SealedBlock> {
  const { engine, config, inputs, factsOf } = o;
  await engine.batch(settings({ config, inputs }));
  const { offered, refused } = await offerTransactions({
    engine,
    transactions: inputs.transactions,
    factsOf,
  });
  const [, block] = (await engine.batch([
    ['evm_mine'],
    ['eth_getBlockByNumber', ['latest', false]],
  ])) as [unknown, EngineBlock];
  const skipped = leftOver(offered, block.transactions);
  await drop(
    engine,
    skipped.map(({ hash }) => hash),
  );
  return {
    ...describe(block),
    transactions: block.transactions.map((hash) => offered.get(hash)!),
    dropped: [...refused, ...skipped],
    meta: inputs.meta ?? {},
  };
}

function settings(o: { config: EngineConfig; inputs: BlockInputs }): EngineCall[] {
  const { config, inputs } = o;
  return [
    ...inputs.systemWrites.map(storageWrite),
    ['evm_setNextBlockTimestamp', [numberToHex(inputs.timestamp)]],
    ['hardhat_setCoinbase', [inputs.coinbase]],
    ['hardhat_setPrevRandao', [inputs.prevRandao]],
    ...(config.baseFee === 'free' ? [freeBaseFee] : []),
  ];
}

const freeBaseFee: EngineCall = ['hardhat_setNextBlockBaseFeePerGas', ['0x0']];

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

/**
 * What the engine did not take, although each was valid where it stood.
 * @throws EngineOrderError when it has taken something else, or in another order
 */
function leftOver(offered: ReadonlyMap<Hex, Hex>, included: readonly Hex[]): DroppedTransaction[] {
  const skipped: DroppedTransaction[] = [];
  let next = 0;
  for (const hash of offered.keys()) {
    if (hash === included[next]) next += 1;
    else
      skipped.push({
        hash,
        reason:
          'no gas left in this block, fee below its base fee, or after one such of its sender',
      });
  }
  if (next === included.length) return skipped;
  throw new EngineOrderError({ offered: [...offered.keys()], included });
}
