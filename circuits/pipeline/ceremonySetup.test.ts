// SPDX-License-Identifier: GPL-3.0-or-later
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { powersOfTau, zKey } from 'snarkjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CeremonyError } from '../errors.ts';
import { acquireCurve, releaseCurve } from '../prove/curveEngine.ts';
import { ceremonySetup, identifyPtau, verifyCeremony } from './ceremonySetup.ts';
import { compileCircuit } from './compileCircuit.ts';
import { publishedPtau } from './publishedPtau.ts';

const TIMEOUT = 300_000;
const BEACON = { hash: '0102030405060708090a0b0c0d0e0f10', iterationsPower: 10 };

let dir: string;
let ptauPath: string;
let r1csPath: string;

/** A Powers of Tau of the smallest size, which nobody published. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ceremony-'));
  const curve = await acquireCurve();
  const [start, beaconed] = [join(dir, '0.ptau'), join(dir, '1.ptau')];
  ptauPath = join(dir, 'final.ptau');
  await powersOfTau.newAccumulator(curve, 3, start);
  await powersOfTau.beacon(start, beaconed, 'test', BEACON.hash, BEACON.iterationsPower);
  await powersOfTau.preparePhase2(beaconed, ptauPath);
  const main = 'testing/circuits/product.circom';
  r1csPath = (await compileCircuit({ main, flags: ['--O1'], dir })).r1csPath;
}, TIMEOUT);

afterAll(async () => {
  releaseCurve();
  await rm(dir, { recursive: true });
});

const contributions = [
  { name: 'first', entropy: 'one' },
  { name: 'second', entropy: 'two' },
];
const options = () => ({
  ...{ r1csPath, ptauPath, workDir: dir, zkeyPath: join(dir, 'final.zkey') },
  ...{ contributions, beacon: BEACON },
});

test('the published hashes are those of 20 sizes', () => {
  expect(Object.keys(publishedPtau).length).toBeGreaterThanOrEqual(20);
  for (const hash of Object.values(publishedPtau)) expect(hash).toMatch(/^[0-9a-f]{128}$/);
});

test(
  'contributions and beacon make a key that verifies',
  async () => {
    const transcript = await ceremonySetup({ ...options(), allowUnpublished: true });
    expect(transcript).toMatchObject({ contributions: ['first', 'second'], beacon: BEACON });
    expect(transcript.published).toBeUndefined();
    const { zkeyPath } = options();
    await verifyCeremony({ r1csPath, ptauPath, zkeyPath });
    const vkey = await zKey.exportVerificationKey(zkeyPath);
    expect(vkey['vk_gamma_2']).not.toEqual(vkey['vk_delta_2']);
  },
  TIMEOUT,
);

test('a file that is none of the published ones is refused', async () => {
  expect(await identifyPtau(ptauPath)).not.toHaveProperty('published');
  await expect(ceremonySetup(options())).rejects.toThrow(CeremonyError);
});

test(
  'a key of no contribution, or of another circuit, is refused',
  async () => {
    const none = ceremonySetup({ ...options(), allowUnpublished: true, contributions: [] });
    await expect(none).rejects.toThrow(CeremonyError);
    const other = join(dir, 'other');
    await mkdir(other);
    const main = 'testing/circuits/contradiction.circom';
    const compiled = await compileCircuit({ main, flags: ['--O1'], dir: other });
    const { zkeyPath } = options();
    const wrong = verifyCeremony({ r1csPath: compiled.r1csPath, ptauPath, zkeyPath });
    await expect(wrong).rejects.toThrow(CeremonyError);
  },
  TIMEOUT,
);
