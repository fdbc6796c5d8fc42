import { type Address, encodePacked, type Hex, keccak256, zeroHash } from 'viem';

export interface AccInputHashOptions {
  /** Hash after the batch before; zero for batch 1. */
  previous: Hex;
  /** Batch data. */
  transactions: Hex;
  /** Normal batch: root of the L1 info tree at its leaf count. Forced or injected: the GER. */
  l1InfoRoot: Hex;
  /** Normal batch: `maxSequenceTimestamp`. Forced: its timestamp. Injected: the L1 block's. Seconds. */
  timestamp: bigint;
  coinbase: Address;
  /** Forced or injected: hash of the L1 block before the one that holds it; zero for a normal batch. */
  forcedBlockHash?: Hex;
}

/**
 * Next link of the hash chain over everything a batch is made of (`PolygonRollupBaseEtrog`):
 * keccak of 156 packed bytes.
 */
export function accInputHash(o: AccInputHashOptions): Hex {
  return keccak256(
    encodePacked(
      ['bytes32', 'bytes32', 'bytes32', 'uint64', 'address', 'bytes32'],
      [
        o.previous,
        keccak256(o.transactions),
        o.l1InfoRoot,
        o.timestamp,
        o.coinbase,
        o.forcedBlockHash ?? zeroHash,
      ],
    ),
  );
}
