import { type Address, type Hex, isAddressEqual, numberToHex } from 'viem';
import type { SealedBlock } from '../engine/types.ts';
import { createL1Client } from '../l1info/index.ts';
import type { Replica } from './createReplica.ts';
import { SyncBlockError } from './errors.ts';
import { type Ask, readBatchClaim } from './readBatchClaim.ts';

/** Blocks of the L2 RPC that are asked for at once. */
const CHUNK = 100n;

interface RpcBlock {
  hash: Hex;
  parentHash: Hex;
  stateRoot: Hex;
  timestamp: Hex;
  miner: Address;
  transactions: Hex[];
}

/** How many blocks were the same, and whether down to their hashes. */
export interface ComparedBlocks {
  blocks: number;
  /** False for a node whose genesis header is another, as cdk-erigon's: no hash can be equal then. */
  hashes: boolean;
}

/**
 * Compares every block of the batches on L1 with those of an L2 node.
 * @throws SyncBlockError naming the first block that differs, and the most telling of its fields
 */
export async function compareWithNode(o: {
  replica: Replica;
  l2RpcUrl: string;
  onProgress?: (progress: { phase: 'blocks'; block: bigint; of: bigint }) => void;
}): Promise<ComparedBlocks> {
  const { replica, onProgress } = o;
  const client = createL1Client(o.l2RpcUrl);
  const ask: Ask = (method, params) => client.request({ method, params } as never);
  const read = (number: bigint) =>
    ask<RpcBlock | null>('eth_getBlockByNumber', [numberToHex(number), false]);
  const of = replica.batch(replica.lastBatch()).lastBlock;
  const hashes = (await read(0n))?.hash === replica.chain.block(0n)!.hash;
  for (let from = 1n; from <= of; from += CHUNK) {
    const count = of - from + 1n < CHUNK ? of - from + 1n : CHUNK;
    const numbers = Array.from({ length: Number(count) }, (_, i) => from + BigInt(i));
    const found = await Promise.all(numbers.map(read));
    for (const [i, number] of numbers.entries()) {
      const local = replica.chain.block(number)!;
      await assertSameBlock({ ...o, ask, hashes, local, found: found[i] ?? null });
    }
    onProgress?.({ phase: 'blocks', block: from + count - 1n, of });
  }
  return { blocks: Number(of), hashes };
}

type Difference = [field: string, rebuilt: string, onL2: string];

/** The most telling difference first: a hash differs for every other one, a root for most. */
async function assertSameBlock(o: {
  replica: Replica;
  l2RpcUrl: string;
  ask: Ask;
  hashes: boolean;
  local: SealedBlock;
  found: RpcBlock | null;
}): Promise<void> {
  const { local, found, replica } = o;
  if (found?.hash === local.hash) return;
  const difference: Difference | undefined = found
    ? await firstDifference({ ...o, found })
    : ['block', local.hash, 'absent'];
  if (!difference) return;
  const [field, rebuilt, onL2] = difference;
  const batch = batchOf(replica, local.number);
  throw new SyncBlockError({
    ...{ block: local.number, batch, field, rebuilt, onL2, rpcUrl: o.l2RpcUrl },
  });
}

function batchOf(replica: Replica, block: bigint): bigint {
  let number = replica.lastBatch();
  while (number > 0n && !replica.batch(number).blocks.includes(block)) number -= 1n;
  return number;
}

async function firstDifference(o: {
  replica: Replica;
  ask: Ask;
  hashes: boolean;
  local: SealedBlock;
  found: RpcBlock;
}): Promise<Difference | undefined> {
  const { local, found, replica } = o;
  const { miner } = await replica.chain.request<RpcBlock>('eth_getBlockByNumber', [
    numberToHex(local.number),
    false,
  ]);
  const sameMiner = isAddressEqual(miner, found.miner);
  const sameHeader = !o.hashes && local.stateRoot === found.stateRoot;
  const claim = sameHeader ? undefined : await readBatchClaim(o);
  const fields: (Difference | false | undefined)[] = [
    o.hashes && ['parent hash', local.parentHash, found.parentHash],
    claim && ['forced batch', ...claim.forced],
    ['transaction list', ...differentTransactions(local.transactionHashes, found.transactions)],
    ['timestamp', String(local.timestamp), String(BigInt(found.timestamp))],
    ['coinbase', miner, sameMiner ? miner : found.miner],
    claim && ['global exit root', ...claim.globalExitRoot],
    ['state root', local.stateRoot, found.stateRoot],
    o.hashes && ['hash', local.hash, found.hash],
  ];
  return fields.filter((f) => f !== false && f !== undefined).find(([, a, b]) => a !== b);
}

/** The first place where two lists differ, rather than the whole of both. */
function differentTransactions(rebuilt: readonly Hex[], onL2: readonly Hex[]): [string, string] {
  const at = Array.from({ length: Math.max(rebuilt.length, onL2.length) }, (_, i) => i).find(
    (i) => rebuilt[i] !== onL2[i],
  );
  if (at === undefined) return ['', ''];
  const say = (list: readonly Hex[]) =>
    `${list[at] ? `transaction ${list[at]}` : 'no transaction'} at position ${at} of ${list.length}`;
  return [say(rebuilt), say(onL2)];
}
