// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { CeremonyError } from '../errors.ts';
import { publishedPtau } from './publishedPtau.ts';

/** A Powers of Tau file by its BLAKE2b-512, and its power where it is a published one. */
export interface PtauIdentity {
  blake2b: string;
  published?: number;
}

/** Reads the whole file. @throws CeremonyError for a file that cannot be read */
export async function identifyPtau(path: string): Promise<PtauIdentity> {
  const hash = createHash('blake2b512');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (cause) {
    throw new CeremonyError({ details: `${path} cannot be read`, cause });
  }
  const blake2b = hash.digest('hex');
  const entry = Object.entries(publishedPtau).find(([, known]) => known === blake2b);
  return { blake2b, ...(entry ? { published: Number(entry[0]) } : {}) };
}

/**
 * The same, for a file that a key is made of.
 * @param o.allowUnpublished accepts a file that is none of the published ones, for tests
 * @throws CeremonyError
 */
export async function requirePtau(o: {
  path: string;
  allowUnpublished?: boolean | undefined;
}): Promise<PtauIdentity> {
  const ptau = await identifyPtau(o.path);
  if (ptau.published !== undefined || o.allowUnpublished) return ptau;
  throw new CeremonyError({
    details: `${o.path} is none of the published powersOfTau28_hez_final files: its BLAKE2b-512 is ${ptau.blake2b}`,
  });
}
