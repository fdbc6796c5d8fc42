import {
  type Address,
  bytesToHex,
  concatHex,
  type Hex,
  keccak256,
  numberToHex,
  zeroHash,
} from 'viem';
import { globalExitRootAbi, rollupEtrogAbi, rollupValidiumAbi } from '../../abis.generated.ts';
import { committeeMessage } from './committee.ts';
import type { GasFigures, GasStage } from './gasStage.ts';

/** Every byte costs the full price of calldata. */
const TRANSACTIONS: Hex = bytesToHex(new Uint8Array(1000).fill(0xab));
/** Leaf counts that every stage has reached. */
const LEAF_COUNT = 1;
const NOT_FORCED = {
  forcedGlobalExitRoot: zeroHash,
  forcedTimestamp: 0n,
  forcedBlockHashL1: zeroHash,
};

interface Sequence {
  stage: GasStage;
  rollup: Address;
  count: number;
}

/** Sequences `count` batches of 1,000 bytes with their data. */
export async function sequence(o: Sequence): Promise<bigint> {
  const { time, acc } = await outcome(o);
  const batches = Array.from({ length: o.count }, () => ({
    transactions: TRANSACTIONS,
    ...NOT_FORCED,
  }));
  return o.stage.call({
    to: o.rollup,
    abi: rollupEtrogAbi,
    functionName: 'sequenceBatches',
    args: [batches, LEAF_COUNT, time, acc, o.stage.account],
  });
}

async function sequenceValidium(o: Sequence): Promise<bigint> {
  const { time, acc } = await outcome(o);
  const batches = Array.from({ length: o.count }, () => ({
    transactionsHash: keccak256(TRANSACTIONS),
    ...NOT_FORCED,
  }));
  return o.stage.call({
    to: o.rollup,
    abi: rollupValidiumAbi,
    functionName: 'sequenceBatchesValidium',
    args: [batches, LEAF_COUNT, time, acc, o.stage.account, await committeeMessage(acc)],
  });
}

/** Highest L2 time for the next sequence, and the accumulated input hash it leads to. */
async function outcome(o: Sequence): Promise<{ time: bigint; acc: Hex }> {
  const { publicClient } = o.stage.l1;
  const { timestamp } = await publicClient.getBlock();
  const root = await publicClient.readContract({
    address: o.stage.globalExitRoot,
    abi: globalExitRootAbi,
    functionName: 'l1InfoRootMap',
    args: [LEAF_COUNT],
  });
  let acc = await publicClient.readContract({
    address: o.rollup,
    abi: rollupEtrogAbi,
    functionName: 'lastAccInputHash',
  });
  const rest = [root, numberToHex(timestamp, { size: 8 }), o.stage.account, zeroHash];
  for (let i = 0; i < o.count; i++) {
    acc = keccak256(concatHex([acc, keccak256(TRANSACTIONS), ...rest]));
  }
  return { time: timestamp, acc };
}

/** The first rollup posts its data, the second is a validium with a committee of three. */
export async function sequenceScenes(stage: GasStage): Promise<GasFigures> {
  const [rollup, validium] = stage.rollups as [Address, Address];
  const first = await sequence({ stage, rollup, count: 1 });
  const one = await sequence({ stage, rollup, count: 1 });
  const ten = await sequence({ stage, rollup, count: 10 });
  await sequenceValidium({ stage, rollup: validium, count: 1 });
  return {
    'sequenceBatches 1 x 1 kB, first ever': first,
    'sequenceBatches 1 x 1 kB': one,
    'sequenceBatches 10 x 1 kB': ten,
    'sequenceBatchesValidium 1, 2-of-3 committee': await sequenceValidium({
      stage,
      rollup: validium,
      count: 1,
    }),
    'sequenceBatchesValidium 10, 2-of-3 committee': await sequenceValidium({
      stage,
      rollup: validium,
      count: 10,
    }),
    'forceBatch 1 kB': await stage.call({
      to: rollup,
      abi: rollupEtrogAbi,
      functionName: 'forceBatch',
      args: [TRANSACTIONS, 10n ** 20n],
    }),
  };
}
