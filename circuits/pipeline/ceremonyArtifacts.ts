// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keccak256 } from 'viem';
import { CeremonyError, KeyOfAnotherCircuitError } from '../errors.ts';
import { withCurve } from '../prove/curveEngine.ts';
import type { CircuitArtifacts } from '../types.ts';
import { assertVerificationKey } from './assertVerificationKey.ts';
import { CEREMONY_KEY } from './ceremony.ts';
import { transcriptFile } from './ceremonyTranscript.ts';
import { readZkey } from './readZkey.ts';
import { sha256 } from './sha256.ts';
import { verificationKey } from './verificationKey.ts';

/**
 * A built circuit with the key of its ceremony in place of the DEV key. Says that key and circuit
 * belong together and that the key is no degenerate one; whether phase 2 was honest is what
 * {@link verifyCeremony} tells, with the Powers of Tau file.
 * @param o.dir folder of a closed ceremony
 * @throws CeremonyError, KeyOfAnotherCircuitError, BadVerificationKeyError
 */
export async function ceremonyArtifacts(o: {
  artifacts: CircuitArtifacts;
  dir: string;
}): Promise<CircuitArtifacts> {
  const { artifacts, dir } = o;
  const { transcript, bytes } = await transcriptFile(dir);
  const { r1csSha256 } = artifacts.manifest;
  if (!transcript.beacon)
    throw new CeremonyError({ details: `the ceremony in ${dir} is still open` });
  if (transcript.r1csSha256 !== r1csSha256) {
    const facts = { have: transcript.r1csSha256, want: r1csSha256 };
    throw new KeyOfAnotherCircuitError({ what: 'circuit', ...facts });
  }
  const zkeyPath = join(dir, CEREMONY_KEY);
  const zkey = await readFile(zkeyPath);
  const zkeySha256 = sha256(zkey);
  if (zkeySha256 !== transcript.zkeySha256) {
    throw new CeremonyError({ details: 'the key is not the one that the transcript names' });
  }
  const { points } = readZkey(zkey);
  return withCurve(async (curve) => {
    const { keyBytes, vkey } = verificationKey({ curve, points });
    assertVerificationKey({ curve, keyBytes });
    const { seed: _, ...manifest } = artifacts.manifest;
    const setup = { setup: 'ceremony' as const, setupTranscript: sha256(bytes) };
    const key = { zkeySha256, keyBytes, keyHash: keccak256(keyBytes), vkey };
    return { ...artifacts, zkeyPath, manifest: { ...manifest, ...setup, ...key } };
  });
}
