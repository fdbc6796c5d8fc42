// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { CeremonyError } from '../errors.ts';

const FILE = 'transcript.json';

const hex = z.string().regex(/^[0-9a-f]+$/);
const sha = z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]);
const schema = z.strictObject({
  /** Name of the circuit. */
  circuit: z.string(),
  r1csSha256: sha,
  /** BLAKE2b-512 of the Powers of Tau file; its power where it is a published one. */
  ptau: z.strictObject({ blake2b: hex, published: z.number().int().optional() }),
  /** In order; the hash is the one that snarkjs reports to the contributor. */
  contributions: z.array(z.strictObject({ name: z.string(), hash: hex })),
  /** Absent while contributions are taken. */
  beacon: z.strictObject({ hash: hex, iterationsPower: z.number().int() }).optional(),
  zkeySha256: sha.optional(),
});

/** The public record of a ceremony, kept beside its key. */
export type CeremonyTranscript = z.infer<typeof schema>;

/** @throws CeremonyError where there is none, or none that can be read */
export async function readTranscript(dir: string): Promise<CeremonyTranscript> {
  return (await transcriptFile(dir)).transcript;
}

/** The same with the bytes, whose hash names the ceremony. */
export async function transcriptFile(
  dir: string,
): Promise<{ transcript: CeremonyTranscript; bytes: Uint8Array }> {
  const path = join(dir, FILE);
  try {
    const bytes = await readFile(path);
    return { transcript: schema.parse(JSON.parse(bytes.toString('utf8'))), bytes };
  } catch (cause) {
    throw new CeremonyError({ details: `${path} is no transcript of a ceremony`, cause });
  }
}

/** By rename, so that a kill leaves the old or the new one. */
export async function writeTranscript(dir: string, transcript: CeremonyTranscript): Promise<void> {
  const path = join(dir, FILE);
  await writeFile(`${path}.part`, `${JSON.stringify(transcript, null, 2)}\n`);
  await rename(`${path}.part`, path);
}
