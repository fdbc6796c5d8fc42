import { type Hex, numberToHex, zeroHash } from 'viem';
import type { SealedBlock } from '../engine/types.ts';
import { l2BlockMeta } from '../l2/blockInputs.ts';

/** Asks an L2 node. */
export type Ask = <T>(method: string, params: readonly unknown[]) => Promise<T>;

interface RpcBatch {
  forcedBatchNumber?: Hex;
  blocks: { number: Hex; globalExitRoot?: Hex }[];
}

/** Each as rebuilt from L1, and as the L2 node has it. */
export interface BatchClaim {
  forced: [string, string];
  globalExitRoot: [string, string];
}

/**
 * What an L2 node says of a block beyond its header: whether it belongs to a forced batch, and which
 * global exit root it brought to the L2.
 * @returns undefined when the node does not tell
 */
export async function readBatchClaim(o: {
  ask: Ask;
  local: SealedBlock;
}): Promise<BatchClaim | undefined> {
  const { local, ask } = o;
  const at = numberToHex(local.number);
  try {
    const number = await ask<Hex>('zkevm_batchNumberByBlockNumber', [at]);
    const batch = await ask<RpcBatch>('zkevm_getBatchByNumber', [number, true]);
    const block = batch.blocks.find((b) => BigInt(b.number) === local.number);
    const meta = l2BlockMeta(local);
    const rebuilt = meta?.forced ? `number ${meta.forced.number}` : 'none';
    const { forcedBatchNumber } = batch;
    return {
      forced: [rebuilt, forcedBatchNumber ? `number ${BigInt(forcedBatchNumber)}` : 'none'],
      globalExitRoot: [
        meta?.exitRoot?.globalExitRoot ?? zeroHash,
        block?.globalExitRoot ?? zeroHash,
      ],
    };
  } catch {
    // A node without these methods is judged by its headers alone.
    return undefined;
  }
}
