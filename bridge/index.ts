export * from './errors.ts';
export { ExitTree, TREE_DEPTH } from './tree/ExitTree.ts';
export { globalExitRoot } from './tree/globalExitRoot.ts';
export {
  decodeGlobalIndex,
  depositOf,
  encodeGlobalIndex,
  globalIndexOf,
} from './tree/globalIndex.ts';
export { l1InfoLeafHash } from './tree/l1InfoLeafHash.ts';
export { type BridgeLeaf, leafHash } from './tree/leafHash.ts';
export { rollupExitTree } from './tree/rollupExitTree.ts';
export { rootFromProof } from './tree/rootFromProof.ts';
