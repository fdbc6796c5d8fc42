import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Hex } from 'viem';

/** A verifying key for three signals: the words of the Solidity tests' key, so that there is one copy of them. */
export function keyOfVector(): Hex {
  const source = readFileSync(resolve(import.meta.dirname, 'Groth16Vector.sol'), 'utf8');
  const words = [...source.matchAll(/hex"([0-9a-f]{64})"/g)].map((match) => match[1]);
  return `0x${words.join('')}`;
}
