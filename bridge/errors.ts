import { BaseError } from '#core';

export class TreeSizeError extends BaseError {
  constructor(o: { asked: number; leafCount: number }) {
    super(`A tree of ${o.leafCount} leaves cannot answer for size ${o.asked}.`, {
      code: 'BRIDGE_TREE_SIZE',
      metaMessages: ['Ask for a size that the tree has had: 0 up to its number of leaves.'],
    });
  }
}

export class LeafIndexError extends BaseError {
  constructor(o: { index: number; leafCount: number }) {
    super(`Leaf ${o.index} is not in a tree of ${o.leafCount} leaves.`, {
      code: 'BRIDGE_LEAF_INDEX',
      metaMessages: ['Prove against a larger tree, one made after the deposit.'],
    });
  }
}

export class GlobalIndexError extends BaseError {
  constructor(o: { globalIndex: bigint }) {
    super(`${o.globalIndex} is not a global index: it has bits that must be zero.`, {
      code: 'BRIDGE_GLOBAL_INDEX',
      metaMessages: [
        'Bit 64 is the mainnet flag, bits 32-63 the rollup index (0 with the flag), bits 0-31 the leaf.',
      ],
    });
  }
}
