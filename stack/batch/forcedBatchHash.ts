import { encodePacked, type Hex, keccak256 } from 'viem';

/**
 * What the rollup contract keeps of a forced batch (`forcedBatches`).
 * @param o.timestamp of the L1 block that holds it, seconds
 * @param o.blockHash hash of the L1 block before that one
 */
export function forcedBatchHash(o: {
  transactions: Hex;
  globalExitRoot: Hex;
  timestamp: bigint;
  blockHash: Hex;
}): Hex {
  return keccak256(
    encodePacked(
      ['bytes32', 'bytes32', 'uint64', 'bytes32'],
      [keccak256(o.transactions), o.globalExitRoot, o.timestamp, o.blockHash],
    ),
  );
}
