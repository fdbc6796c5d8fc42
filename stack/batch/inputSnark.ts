import { type Address, encodePacked, type Hex, hexToBigInt, sha256 } from 'viem';

/** Order of the scalar field of BN254. */
export const SCALAR_FIELD =
  21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** What a batch proof is about. */
export interface SnarkInput {
  /** Sender of the verification on L1. */
  aggregator: Address;
  oldStateRoot: Hex;
  oldAccInputHash: Hex;
  initNumBatch: bigint;
  chainId: bigint;
  forkId: bigint;
  newStateRoot: Hex;
  newAccInputHash: Hex;
  newLocalExitRoot: Hex;
  finalNewBatch: bigint;
}

/** The 212 bytes of `PolygonRollupManager.getInputSnarkBytes`. */
export function snarkInputBytes(o: SnarkInput): Hex {
  return encodePacked(
    [
      ...(['address', 'bytes32', 'bytes32', 'uint64', 'uint64', 'uint64'] as const),
      ...(['bytes32', 'bytes32', 'bytes32', 'uint64'] as const),
    ],
    [
      o.aggregator,
      o.oldStateRoot,
      o.oldAccInputHash,
      o.initNumBatch,
      o.chainId,
      o.forkId,
      o.newStateRoot,
      o.newAccInputHash,
      o.newLocalExitRoot,
      o.finalNewBatch,
    ],
  );
}

/** The one public input of the batch proof: sha256 of the 212 bytes, modulo the scalar field. */
export function inputSnark(o: SnarkInput): bigint {
  return hexToBigInt(sha256(snarkInputBytes(o))) % SCALAR_FIELD;
}
