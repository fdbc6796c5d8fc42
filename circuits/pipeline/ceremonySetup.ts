// SPDX-License-Identifier: GPL-3.0-or-later
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CeremonyError } from '../errors.ts';
import { publishedPtau } from './publishedPtau.ts';
import { sha256 } from './sha256.ts';

/** One step of phase 2, as recorded; the entropy itself is forgotten. */
export interface CeremonyTranscript {
  r1csSha256: string;
  /** BLAKE2b-512 of the Powers of Tau file. */
  ptauBlake2b: string;
  /** Power of the published file that it is; absent for a file of one's own. */
  published?: number;
  contributions: string[];
  beacon: { hash: string; iterationsPower: number };
  zkeySha256: string;
}

/** BLAKE2b-512 of a file, and which published Powers of Tau file it is, if any. */
export async function identifyPtau(path: string): Promise<{ blake2b: string; published?: number }> {
  const hash = createHash('blake2b512');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  const blake2b = hash.digest('hex');
  const entry = Object.entries(publishedPtau).find(([, known]) => known === blake2b);
  return { blake2b, ...(entry ? { published: Number(entry[0]) } : {}) };
}

/**
 * Makes a key from a Powers of Tau file by phase 2: the given contributions, then a public beacon.
 * @param o.allowUnpublished accepts a file that is none of the published ones, for tests
 * @param o.contributions who, and random text that is thrown away afterwards
 * @param o.beacon hash announced before it was known, such as of a future Ethereum block
 * @param o.zkeyPath receives the key
 * @throws CeremonyError for an unknown file, no contribution, or a key that does not verify
 */
export async function ceremonySetup(o: {
  r1csPath: string;
  ptauPath: string;
  zkeyPath: string;
  workDir: string;
  allowUnpublished?: boolean;
  contributions: readonly { name: string; entropy: string }[];
  beacon: { hash: string; iterationsPower: number };
}): Promise<CeremonyTranscript> {
  const ptau = await identifyPtau(o.ptauPath);
  if (ptau.published === undefined && !o.allowUnpublished) {
    throw new CeremonyError({ details: `${o.ptauPath} is no published file: ${ptau.blake2b}` });
  }
  if (o.contributions.length === 0) throw new CeremonyError({ details: 'no contributions' });
  const { zKey } = await import('snarkjs');
  const step = (i: number): string => join(o.workDir, `phase2-${i}.zkey`);
  await zKey.newZKey(o.r1csPath, o.ptauPath, step(0));
  for (const [i, { name, entropy }] of o.contributions.entries()) {
    await zKey.contribute(step(i), step(i + 1), name, entropy);
    await rm(step(i));
  }
  const last = step(o.contributions.length);
  await zKey.beacon(last, o.zkeyPath, 'beacon', o.beacon.hash, o.beacon.iterationsPower);
  await rm(last);
  await verifyCeremony(o);
  return {
    r1csSha256: sha256(await readFile(o.r1csPath)),
    ptauBlake2b: ptau.blake2b,
    ...(ptau.published === undefined ? {} : { published: ptau.published }),
    contributions: o.contributions.map(({ name }) => name),
    beacon: o.beacon,
    zkeySha256: sha256(await readFile(o.zkeyPath)),
  };
}

/**
 * Recomputes the whole of phase 2 from circuit and Powers of Tau.
 * @throws CeremonyError when the key is not what its contributions make of them
 */
export async function verifyCeremony(o: {
  r1csPath: string;
  ptauPath: string;
  zkeyPath: string;
}): Promise<void> {
  const { zKey } = await import('snarkjs');
  const good = await zKey.verifyFromR1cs(o.r1csPath, o.ptauPath, o.zkeyPath).catch(() => false);
  if (!good) throw new CeremonyError({ details: `${o.zkeyPath} does not verify` });
}
