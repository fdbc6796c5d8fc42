import { concatHex, type Hex, keccak256, zeroHash } from 'viem';

/** The 32 siblings of one leaf and the root over all, level by level over every leaf: slow and plain. */
export function exitTree(o: { leaves: readonly Hex[]; index: number }): {
  root: Hex;
  proof: Hex[];
} {
  const proof: Hex[] = [];
  let level = [...o.leaves];
  let zero: Hex = zeroHash;
  let index = o.index;
  for (let height = 0; height < 32; height++) {
    proof.push(level[index ^ 1] ?? zero);
    const parents: Hex[] = [];
    for (let i = 0; i < level.length; i += 2) {
      parents.push(keccak256(concatHex([level[i] ?? zero, level[i + 1] ?? zero])));
    }
    zero = keccak256(concatHex([zero, zero]));
    level = parents;
    index >>= 1;
  }
  return { root: level[0] ?? zero, proof };
}
