import { type Hex, numberToHex, zeroHash } from 'viem';
import type { L1Contracts } from '../L1Contracts.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { RpcMethod } from '../rpc/RpcMethod.ts';
import { type BatchSources, batchDataOf, describeBatch } from './describeBatch.ts';
import { describeFullBlock } from './describeFullBlock.ts';
import { zkevmHistory } from './zkevmHistory.ts';
import { zkevmUnavailable } from './zkevmUnavailable.ts';

export interface ZkevmMethodsOptions extends BatchSources {
  contracts: Pick<L1Contracts, 'rollup' | 'rollupManager'>;
  forkId: bigint;
}

/** Last batch proven on L1; 0 before the first. */
export function verifiedBatch(o: BatchSources): bigint {
  return o.follower.verifications().at(-1)?.lastBatch ?? 0n;
}

/** Last L2 block of that batch. */
export function consolidatedBlock(o: BatchSources): bigint {
  return o.book.batch(verifiedBatch(o))?.lastBlock ?? 0n;
}

/** The `zkevm_` methods, with the shapes of cdk-erigon. */
export function zkevmMethods(o: ZkevmMethodsOptions): Record<string, RpcMethod> {
  const head = () => o.chain.head().number;
  const newestBatch = () => o.book.last()?.number ?? 0n;
  const virtualBatch = () => o.derivation.lastBatch();
  const blockNumber = (value: unknown) =>
    parseNumber({ value, latest: head(), safe: consolidatedBlock(o) });
  const batchNumber = (value: unknown) =>
    parseNumber({ value, latest: newestBatch(), safe: verifiedBatch(o) });

  return {
    zkevm_batchNumber: () => numberToHex(newestBatch()),
    zkevm_virtualBatchNumber: () => numberToHex(virtualBatch()),
    zkevm_verifiedBatchNumber: () => numberToHex(verifiedBatch(o)),
    zkevm_consolidatedBlockNumber: () => numberToHex(consolidatedBlock(o)),
    zkevm_isBlockConsolidated: ([block]) => blockNumber(block) <= consolidatedBlock(o),
    zkevm_isBlockVirtualized: ([block]) =>
      blockNumber(block) <= o.derivation.batch(virtualBatch()).lastBlock,
    zkevm_batchNumberByBlockNumber: ([block]) => {
      const batch = o.book.batchOfBlock(blockNumber(block));
      return batch === undefined ? null : numberToHex(batch);
    },
    zkevm_getBatchByNumber: ([batch, fullTransactions]) =>
      describeBatch({
        ...o,
        number: batchNumber(batch),
        fullTransactions: fullTransactions === true,
      }),
    ...zkevmHistory(o),
    ...zkevmUnavailable(o.chain.engineVersion),
    zkevm_getBatchDataByNumbers: ([asked]) => batchData(o, { asked, batchNumber }),
    zkevm_getFullBlockByNumber: ([block, full]) =>
      describeFullBlock({
        ...o,
        block: { number: blockNumber(block) },
        fullTransactions: full === true,
      }),
    zkevm_getFullBlockByHash: ([hash, full]) =>
      describeFullBlock({ ...o, block: { hash }, fullTransactions: full === true }),
    zkevm_getForkIdByBatchNumber: ([batch]) =>
      batchNumber(batch) <= newestBatch() ? numberToHex(o.forkId) : null,
    zkevm_getLatestDataStreamBlock: () => numberToHex(head()),
    zkevm_getLatestGlobalExitRoot: () => latestGlobalExitRoot(o),
    zkevm_getExitRootsByGER: ([root]) => exitRootsOf({ ...o, root }),
    zkevm_getForkId: () => numberToHex(o.forkId),
    zkevm_getRollupAddress: () => o.contracts.rollup,
    zkevm_getRollupManagerAddress: () => o.contracts.rollupManager,
  };
}

/** Most batches in one answer; each may hold 120,000 bytes. */
const MOST_BATCHES = 100;

function batchData(
  o: BatchSources,
  q: { asked: unknown; batchNumber: (value: unknown) => bigint },
): { data: unknown[] } {
  const numbers = (q.asked as { numbers?: unknown } | null | undefined)?.numbers;
  if (!Array.isArray(numbers) || numbers.length > MOST_BATCHES) {
    throw new RpcError({
      code: rpcErrorCode.invalidParams,
      message: `want [{"numbers":[…]}] with at most ${MOST_BATCHES} batch numbers`,
    });
  }
  const data = numbers.map((value) => {
    const number = q.batchNumber(value);
    const batchL2Data = number === 0n ? undefined : batchDataOf({ ...o, number });
    return {
      number: numberToHex(number),
      empty: batchL2Data === undefined,
      ...(batchL2Data === undefined ? {} : { batchL2Data }),
    };
  });
  return { data };
}

function latestGlobalExitRoot(o: BatchSources): Hex {
  const leaf = o.follower.leaf(o.book.last()?.leafIndex ?? 0);
  if (leaf && leaf.index > 0) return leaf.globalExitRoot;
  return o.follower.injected()?.globalExitRoot ?? zeroHash;
}

function exitRootsOf(o: BatchSources & { root: unknown }) {
  const leaf = o.follower.leafOf(String(o.root).toLowerCase() as Hex);
  if (!leaf) return null;
  return {
    blockNumber: numberToHex(leaf.blockNumber),
    timestamp: numberToHex(leaf.timestamp),
    mainnetExitRoot: leaf.mainnetExitRoot,
    rollupExitRoot: leaf.rollupExitRoot,
  };
}

/** A JSON number, 0x hex, decimal text, or a tag; absent means the newest. */
function parseNumber(o: { value: unknown; latest: bigint; safe: bigint }): bigint {
  const { value } = o;
  switch (value) {
    case undefined:
    case null:
    case 'latest':
    case 'pending':
      return o.latest;
    case 'safe':
    case 'finalized':
      return o.safe;
    case 'earliest':
      return 0n;
  }
  const valid =
    typeof value === 'number'
      ? Number.isSafeInteger(value) && value >= 0
      : typeof value === 'string' && /^(0x[0-9a-f]{1,16}|[0-9]{1,19})$/i.test(value);
  if (valid) return BigInt(value as number | string);
  throw new RpcError({
    code: rpcErrorCode.invalidParams,
    message: `invalid number ${JSON.stringify(value)}: want a number, hex, decimal text or a tag`,
  });
}
