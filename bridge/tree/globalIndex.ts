import { GlobalIndexError } from '../errors.ts';

const MAINNET_FLAG = 1n << 64n;
const UINT32 = (1n << 32n) - 1n;

/**
 * Packs the place of a leaf: 2^64 + leaf index for the L1, else rollup index · 2^32 + leaf index.
 * Values are added as they are, without a range check, as all CDK components do.
 * @param o.rollupIndex rollup id - 1; ignored for the L1
 */
export function encodeGlobalIndex(o: {
  mainnetFlag: boolean;
  rollupIndex: bigint;
  leafIndex: bigint;
}): bigint {
  return o.mainnetFlag ? MAINNET_FLAG + o.leafIndex : (o.rollupIndex << 32n) + o.leafIndex;
}

/**
 * The place of a leaf.
 * @throws GlobalIndexError when a bit is set that the bridge contract refuses
 */
export function decodeGlobalIndex(globalIndex: bigint): {
  mainnetFlag: boolean;
  rollupIndex: number;
  leafIndex: number;
} {
  const mainnetFlag = globalIndex >> 64n === 1n;
  const rollupIndex = Number((globalIndex >> 32n) & UINT32);
  const stray = globalIndex < 0n || globalIndex >> 65n !== 0n || (mainnetFlag && rollupIndex !== 0);
  if (stray) throw new GlobalIndexError({ globalIndex });
  return { mainnetFlag, rollupIndex, leafIndex: Number(globalIndex & UINT32) };
}

/** Global index of a deposit; network 0 is the L1, network n the rollup with id n. */
export function globalIndexOf(o: { network: number; depositCount: number }): bigint {
  return encodeGlobalIndex({
    mainnetFlag: o.network === 0,
    rollupIndex: o.network === 0 ? 0n : BigInt(o.network - 1),
    leafIndex: BigInt(o.depositCount),
  });
}

/**
 * The deposit that a global index stands for.
 * @throws GlobalIndexError
 */
export function depositOf(globalIndex: bigint): { network: number; depositCount: number } {
  const { mainnetFlag, rollupIndex, leafIndex } = decodeGlobalIndex(globalIndex);
  return { network: mainnetFlag ? 0 : rollupIndex + 1, depositCount: leafIndex };
}
