// SPDX-License-Identifier: GPL-3.0-or-later
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CeremonyError, KeyOfAnotherCircuitError } from '../errors.ts';
import { withCurve } from '../prove/curveEngine.ts';
import { type CeremonyTranscript, readTranscript, writeTranscript } from './ceremonyTranscript.ts';
import { requirePtau } from './identifyPtau.ts';
import { readZkey } from './readZkey.ts';
import { sha256 } from './sha256.ts';

/** Names of the files in a ceremony's folder. */
export const CEREMONY_KEY = 'circuit.zkey';
const NEWEST = 'phase2.zkey';
const NEXT = 'phase2.part';

/** Files that the first and the last step of a ceremony need. */
export interface CeremonySources {
  r1csPath: string;
  ptauPath: string;
  /** Accepts a Powers of Tau file that is none of the published ones, for tests. */
  allowUnpublished?: boolean | undefined;
}

/**
 * Begins phase 2 of a circuit in a folder of its own. The folder can then go from hand to hand: each
 * party contributes to it, and forgets its entropy.
 * @throws CeremonyError for an unknown Powers of Tau file, or one too small for the circuit
 */
export async function startCeremony(
  o: CeremonySources & { dir: string; circuit: string },
): Promise<CeremonyTranscript> {
  const ptau = await requirePtau({ path: o.ptauPath, allowUnpublished: o.allowUnpublished });
  const { zKey } = await import('snarkjs');
  const made = await withCurve(() =>
    zKey.newZKey(o.r1csPath, o.ptauPath, join(o.dir, NEWEST)),
  ).catch(failed);
  if (typeof made === 'number' || made === false) {
    throw new CeremonyError({ details: 'the Powers of Tau file is too small for this circuit' });
  }
  const transcript: CeremonyTranscript = {
    circuit: o.circuit,
    r1csSha256: sha256(await readFile(o.r1csPath)),
    ptau,
    contributions: [],
  };
  await writeTranscript(o.dir, transcript);
  return transcript;
}

/**
 * One party's contribution.
 * @param o.entropy random text, to be forgotten
 * @throws CeremonyError where the folder holds no open ceremony
 */
export async function contributeToCeremony(o: {
  dir: string;
  name: string;
  entropy: string;
}): Promise<CeremonyTranscript> {
  const transcript = await openTranscript(o.dir);
  const { zKey } = await import('snarkjs');
  const [from, to] = [join(o.dir, NEWEST), join(o.dir, NEXT)];
  const hash = await withCurve(() => zKey.contribute(from, to, o.name, o.entropy)).catch(failed);
  await rename(to, from);
  const contribution = { name: o.name, hash: Buffer.from(hash).toString('hex') };
  const next = { ...transcript, contributions: [...transcript.contributions, contribution] };
  await writeTranscript(o.dir, next);
  return next;
}

/**
 * Closes a ceremony with a public beacon, and verifies its key.
 * @param o.beacon hash announced before it was known, such as of a future Ethereum block, as hex
 *   without 0x, hashed 2^iterationsPower times (10 to 63)
 * @throws CeremonyError without a contribution, or for a key that does not verify
 */
export async function finishCeremony(
  o: CeremonySources & { dir: string; beacon: { hash: string; iterationsPower: number } },
): Promise<CeremonyTranscript> {
  const transcript = await openTranscript(o.dir);
  if (transcript.contributions.length === 0) {
    throw new CeremonyError({ details: 'nobody contributed yet' });
  }
  const { hash, iterationsPower } = o.beacon;
  const { zKey } = await import('snarkjs');
  const [from, key] = [join(o.dir, NEWEST), join(o.dir, CEREMONY_KEY)];
  const done = await withCurve(() => zKey.beacon(from, key, 'beacon', hash, iterationsPower)).catch(
    failed,
  );
  if (!done) {
    throw new CeremonyError({ details: `${hash} with 2^${iterationsPower} rounds is no beacon` });
  }
  const next = { ...transcript, beacon: o.beacon, zkeySha256: sha256(await readFile(key)) };
  await writeTranscript(o.dir, next);
  await verifyCeremony(o);
  await rm(from);
  return next;
}

/**
 * Verifies a closed ceremony: the Powers of Tau file is the recorded, published one, the key file is
 * the recorded one and holds the recorded contributions and beacon, and phase 2, recomputed from
 * circuit and Powers of Tau, leads to this key.
 * @throws CeremonyError, KeyOfAnotherCircuitError
 */
export async function verifyCeremony(o: CeremonySources & { dir: string }): Promise<void> {
  const transcript = await readTranscript(o.dir);
  const ptau = await requirePtau({ path: o.ptauPath, allowUnpublished: o.allowUnpublished });
  if (ptau.blake2b !== transcript.ptau.blake2b) {
    throw new CeremonyError({ details: 'the transcript names another Powers of Tau file' });
  }
  const r1cs = sha256(await readFile(o.r1csPath));
  if (r1cs !== transcript.r1csSha256) {
    throw new KeyOfAnotherCircuitError({
      what: 'circuit',
      have: transcript.r1csSha256,
      want: r1cs,
    });
  }
  const zkeyPath = join(o.dir, CEREMONY_KEY);
  const bytes = await readFile(zkeyPath);
  if (sha256(bytes) !== transcript.zkeySha256) {
    throw new CeremonyError({ details: 'the key is not the one that the transcript names' });
  }
  assertSameSteps(transcript, bytes);
  const { zKey } = await import('snarkjs');
  const good = await withCurve(() => zKey.verifyFromR1cs(o.r1csPath, o.ptauPath, zkeyPath)).catch(
    () => false,
  );
  if (!good) throw new CeremonyError({ details: `${zkeyPath} does not verify` });
}

function assertSameSteps(transcript: CeremonyTranscript, zkey: Uint8Array): void {
  const inKey = readZkey(zkey).contributions;
  const people = inKey.slice(0, -1);
  const { beacon } = inKey.at(-1) ?? {};
  const same =
    people.every((step) => step.beacon === undefined) &&
    people.map(({ name }) => name).join('\n') ===
      transcript.contributions.map(({ name }) => name).join('\n') &&
    beacon?.hash === transcript.beacon?.hash &&
    beacon?.iterationsPower === transcript.beacon?.iterationsPower;
  if (!same || !beacon) {
    throw new CeremonyError({ details: 'the key holds other contributions than the transcript' });
  }
}

async function openTranscript(dir: string): Promise<CeremonyTranscript> {
  const transcript = await readTranscript(dir);
  if (!transcript.beacon) return transcript;
  throw new CeremonyError({ details: `the ceremony in ${dir} is closed` });
}

function failed(cause: unknown): never {
  throw new CeremonyError({
    details: cause instanceof Error ? cause.message : String(cause),
    cause,
  });
}
