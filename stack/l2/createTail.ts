import { type Hex, hexToBigInt, numberToHex } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';

/** Blocks that are kept. cdk-erigon makes one a second, and a batch in seconds. */
const LENGTH = 64n;

export type Ask = (method: string, params: unknown[]) => Promise<unknown>;

export interface TailBlock {
  number: bigint;
  hash: Hex;
  parentHash: Hex;
  /** Hashes. */
  transactions: Hex[];
}

/**
 * The newest blocks of a foreign sequencer, each the parent of the next. What was read is asked for again
 * only as far as the parents' hashes say that the chain is another one.
 * @returns reads them, oldest first, at least one
 */
export function createTail(ask: Ask): () => Promise<TailBlock[]> {
  let known: readonly TailBlock[] = [];
  return async () => {
    const read: TailBlock[] = [await readBlock(ask, 'latest')];
    const start = read[0]!.number - LENGTH + 1n;
    for (;;) {
      const oldest = read[0]!;
      // Of one chain, as long as each is the parent of the next: below this one nothing has changed.
      const below = known.findIndex(({ hash }) => hash === oldest.parentHash);
      const earlier = below < 0 ? [] : known.slice(0, below + 1);
      if (earlier.length > 0 || oldest.number === 0n || oldest.number <= start) {
        const tail = [...earlier, ...read].filter(({ number }) => number >= start);
        known = tail;
        return tail;
      }
      const parent = await readBlock(ask, numberToHex(oldest.number - 1n));
      if (parent.hash !== oldest.parentHash) throw notYet(oldest.number);
      read.unshift(parent);
    }
  };
}

async function readBlock(ask: Ask, number: Hex | 'latest'): Promise<TailBlock> {
  const found = (await ask('eth_getBlockByNumber', [number, false])) as
    | (Omit<TailBlock, 'number'> & { number: Hex })
    | null;
  if (!found) throw notYet(number);
  return { ...found, number: hexToBigInt(found.number) };
}

/** For a sequencer that changes its mind, or lags behind itself, while it is read. */
export function notYet(block: bigint | string): RpcError {
  const message = `the sequencer does not have all of block ${block}: ask again`;
  return new RpcError({ code: rpcErrorCode.server, message });
}
