import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Abi, Hex } from 'viem';
import { ArtifactMissingError } from './errors.ts';

const ARTIFACTS = resolve(import.meta.dirname, '../artifacts/contracts');

/** What the compiler made of a contract. */
export interface Artifact {
  abi: Abi;
  /** Creation code, without constructor arguments. */
  bytecode: Hex;
  /** Code on chain; immutables are zeros. */
  deployedBytecode: Hex;
}

/** Finds the compiled form of a contract of ours by its name. */
export type ArtifactLoader = (name: string) => Artifact;

/**
 * Reads the artifact of a contract of ours from Hardhat's output folder.
 * @param name contract name, such as `Bridge`
 * @throws ArtifactMissingError when the contracts are not compiled or there is no such contract
 */
export function loadArtifact(name: string): Artifact {
  const file = findArtifact(name);
  if (!file) throw new ArtifactMissingError({ contract: name, folder: ARTIFACTS });
  const { abi, bytecode, deployedBytecode } = JSON.parse(readFileSync(file, 'utf8')) as Artifact;
  return { abi, bytecode, deployedBytecode };
}

function findArtifact(name: string): string | undefined {
  try {
    const files = readdirSync(ARTIFACTS, { recursive: true, encoding: 'utf8' });
    const match = files.find((file) => basename(file) === `${name}.json`);
    return match && join(ARTIFACTS, match);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
