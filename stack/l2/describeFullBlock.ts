import { type Hex, numberToHex, zeroHash } from 'viem';
import type { BatchSources } from './BatchSources.ts';
import { l2BlockMeta } from './blockInputs.ts';

type Fields = Record<string, unknown>;

/**
 * Answer of zkevm_getFullBlockByNumber and …ByHash: the block with the receipt in each of its
 * transactions, and the exit root it has imported. `l2Hash`, the Poseidon hash of cdk-erigon's
 * prover, is null: this engine does not compute it; nor is there a block info tree.
 * @returns null when there is no such block
 */
export async function describeFullBlock(
  o: BatchSources & { block: { number: bigint } | { hash: unknown }; fullTransactions: boolean },
): Promise<Fields | null> {
  const { chain, block } = o;
  const found = await ('number' in block
    ? chain.request<Fields | null>('eth_getBlockByNumber', [numberToHex(block.number), true])
    : chain.request<Fields | null>('eth_getBlockByHash', [block.hash, true]));
  if (!found) return null;
  const transactions = found['transactions'] as (Fields & { hash: Hex })[];
  return {
    ...found,
    transactions: o.fullTransactions
      ? await Promise.all(transactions.map((t) => withReceipt(o, t)))
      : transactions.map(({ hash }) => hash),
    blockInfoRoot: zeroHash,
    globalExitRoot: importedRoot(o, BigInt(found['number'] as Hex)),
  };
}

async function withReceipt(o: BatchSources, transaction: Fields & { hash: Hex }): Promise<Fields> {
  const receipt = await o.chain.request('eth_getTransactionReceipt', [transaction.hash]);
  return { ...transaction, l2Hash: null, receipt };
}

function importedRoot(o: BatchSources, number: bigint): Hex {
  const sealed = o.chain.block(number);
  return (sealed && l2BlockMeta(sealed)?.exitRoot?.globalExitRoot) ?? zeroHash;
}
