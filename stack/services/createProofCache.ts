import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toJson } from '#core';
import type { BatchProof } from './proveBatchRange.ts';

/** Everything that a proof is about; another value of any means another proof. */
export interface ProofKey {
  inputSnark: bigint;
  domain: bigint;
  /** Commitment to the validator set. */
  root: bigint;
  /** keccak256 of the verification key. */
  keyHash: string;
}

export interface ProofCache {
  get(key: ProofKey): Promise<BatchProof | undefined>;
  put(key: ProofKey, proof: BatchProof): Promise<void>;
}

/** Proofs that were made and perhaps not sent yet. In memory when there is no folder. */
export function createProofCache(o: { dir?: string | undefined }): ProofCache {
  const memory = new Map<string, BatchProof>();
  const fileOf = (name: string) => o.dir && join(o.dir, `${name}.json`);
  return {
    async get(key) {
      const name = nameOf(key);
      const file = fileOf(name);
      const known = memory.get(name);
      if (known || !file) return known;
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text === undefined ? undefined : (JSON.parse(text) as BatchProof);
    },
    async put(key, proof) {
      const name = nameOf(key);
      const file = fileOf(name);
      memory.clear();
      memory.set(name, proof);
      if (!file || !o.dir) return;
      await mkdir(o.dir, { recursive: true });
      // By rename, so that a kill leaves no half a proof behind.
      await writeFile(`${file}.part`, toJson(proof));
      await rename(`${file}.part`, file);
    },
  };
}

function nameOf(key: ProofKey): string {
  return createHash('sha256').update(toJson(key)).digest('hex').slice(0, 32);
}
