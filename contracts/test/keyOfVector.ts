import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Hex } from 'viem';

const read = () => readFileSync(resolve(import.meta.dirname, 'Groth16Vector.sol'), 'utf8');

/** A verifying key for three signals: the words of the Solidity tests' key, so that there is one copy of them. */
export function keyOfVector(): Hex {
  const words = [...read().matchAll(/hex"([0-9a-f]{64})"/g)].map((match) => match[1]);
  return `0x${words.join('')}`;
}

/** The key with a proof under it and the signals of that proof. */
export function vectorWords(): { key: Hex; proof: bigint[]; signals: bigint[] } {
  const source = read();
  const proof = [...source.matchAll(/0x[0-9a-f]{64}/g)].map(([word]) => BigInt(word));
  const signals = [...source.matchAll(/values\[\d\] = (\d+)/g)].map(([, value]) =>
    BigInt(value ?? 0),
  );
  return { key: keyOfVector(), proof, signals };
}
