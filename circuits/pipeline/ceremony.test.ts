// SPDX-License-Identifier: GPL-3.0-or-later
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { powersOfTau, zKey } from 'snarkjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acquireCurve, releaseCurve } from '../prove/curveEngine.ts';
import type { CircuitArtifacts } from '../types.ts';
import { contributeToCeremony, finishCeremony, startCeremony, verifyCeremony } from './ceremony.ts';
import { ceremonyArtifacts } from './ceremonyArtifacts.ts';
import { ensureCircuit } from './ensureCircuit.ts';
import { identifyPtau } from './identifyPtau.ts';
import { publishedPtau } from './publishedPtau.ts';
import { readZkey } from './readZkey.ts';

const TIMEOUT = 300_000;
const BEACON = { hash: '0102030405060708090a0b0c0d0e0f10', iterationsPower: 10 };
const definition = {
  name: 'product',
  main: 'testing/circuits/product.circom',
  flags: ['--O1'],
  devSeed: 'test/product',
};

let home: string;
let ptauPath: string;
let artifacts: CircuitArtifacts;
let other: CircuitArtifacts;

/** A Powers of Tau of the smallest size, which nobody published. */
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'ceremony-'));
  const curve = await acquireCurve();
  const [start, beaconed] = [join(home, '0.ptau'), join(home, '1.ptau')];
  ptauPath = join(home, 'final.ptau');
  await powersOfTau.newAccumulator(curve, 3, start);
  await powersOfTau.beacon(start, beaconed, 'test', BEACON.hash, BEACON.iterationsPower);
  await powersOfTau.preparePhase2(beaconed, ptauPath);
  const cacheDir = join(home, 'cache');
  artifacts = await ensureCircuit({ definition, cacheDir });
  const main = 'testing/circuits/contradiction.circom';
  other = await ensureCircuit({ definition: { ...definition, name: 'other', main }, cacheDir });
}, TIMEOUT);

afterAll(async () => {
  await releaseCurve();
  await rm(home, { recursive: true });
});

const sources = () => ({ r1csPath: artifacts.r1csPath, ptauPath, allowUnpublished: true });

async function folder(name: string): Promise<string> {
  const dir = join(home, name);
  await mkdir(dir);
  return dir;
}

/** From hand to hand: each call could be made on another machine. */
async function hold(name: string): Promise<string> {
  const dir = await folder(name);
  await startCeremony({ ...sources(), dir, circuit: 'product' });
  await contributeToCeremony({ dir, name: 'alice', entropy: 'one' });
  await contributeToCeremony({ dir, name: 'bob', entropy: 'two' });
  await finishCeremony({ ...sources(), dir, beacon: BEACON });
  return dir;
}

test('the published hashes are those of 20 sizes', () => {
  expect(Object.keys(publishedPtau).length).toBeGreaterThanOrEqual(20);
  for (const hash of Object.values(publishedPtau)) expect(hash).toMatch(/^[0-9a-f]{128}$/);
});

test(
  'contributions and a beacon make a key that verifies and takes the place of the DEV key',
  async () => {
    const dir = await hold('whole');
    await verifyCeremony({ ...sources(), dir });
    const { manifest, zkeyPath } = await ceremonyArtifacts({ artifacts, dir });
    expect(readZkey(await readFile(zkeyPath)).contributions).toEqual([
      { name: 'alice' },
      { name: 'bob' },
      { name: 'beacon', beacon: BEACON },
    ]);
    expect(manifest).toMatchObject({
      setup: 'ceremony',
      r1csSha256: artifacts.manifest.r1csSha256,
    });
    expect(manifest.seed).toBeUndefined();
    expect(manifest.keyHash).not.toBe(artifacts.manifest.keyHash);
    const { vk_alphabeta_12: _, ...vkey } = await zKey.exportVerificationKey(zkeyPath);
    expect(manifest.vkey).toMatchObject(vkey);
  },
  TIMEOUT,
);

test(
  'error: what was tampered with afterwards does not verify',
  async () => {
    const dir = await hold('tampered');
    const path = join(dir, 'transcript.json');
    const text = await readFile(path, 'utf8');
    const verify = () => verifyCeremony({ ...sources(), dir });
    const refused = expect.objectContaining({ code: 'CIRCUITS_CEREMONY_FAILED' });
    for (const change of [
      ['"alice"', '"carol"'],
      [BEACON.hash, BEACON.hash.replace('01', '02')],
      ['"iterationsPower": 10', '"iterationsPower": 11'],
    ] as const) {
      await writeFile(path, text.replace(change[0], change[1]));
      await expect(verify()).rejects.toEqual(refused);
    }
    await writeFile(path, text);
    await verify();
    await appendFile(join(dir, 'circuit.zkey'), 'x');
    await expect(verify()).rejects.toEqual(refused);
    await expect(ceremonyArtifacts({ artifacts, dir })).rejects.toEqual(refused);
  },
  TIMEOUT,
);

test(
  'error: a Powers of Tau file that is not published, or another one, is refused',
  async () => {
    expect(await identifyPtau(ptauPath)).not.toHaveProperty('published');
    const dir = await folder('unpublished');
    const start = startCeremony({ ...sources(), allowUnpublished: false, dir, circuit: 'product' });
    await expect(start).rejects.toMatchObject({
      code: 'CIRCUITS_CEREMONY_FAILED',
      details: expect.stringContaining('none of the published'),
    });
    const whole = await hold('other ptau');
    const changed = join(home, 'changed.ptau');
    await copyFile(ptauPath, changed);
    await appendFile(changed, 'x');
    const verify = verifyCeremony({ ...sources(), ptauPath: changed, dir: whole });
    await expect(verify).rejects.toMatchObject({ details: expect.stringContaining('another') });
  },
  TIMEOUT,
);

test(
  'error: no contribution, an open or a closed ceremony, another circuit',
  async () => {
    const dir = await folder('none');
    const refused = { code: 'CIRCUITS_CEREMONY_FAILED' };
    await startCeremony({ ...sources(), dir, circuit: 'product' });
    const finish = () => finishCeremony({ ...sources(), dir, beacon: BEACON });
    await expect(finish()).rejects.toMatchObject(refused);
    await contributeToCeremony({ dir, name: 'alice', entropy: 'one' });
    await expect(ceremonyArtifacts({ artifacts, dir })).rejects.toMatchObject(refused);
    await finish();
    const late = contributeToCeremony({ dir, name: 'late', entropy: 'three' });
    await expect(late).rejects.toMatchObject(refused);
    const wrong = { code: 'CIRCUITS_KEY_OF_ANOTHER_CIRCUIT' };
    await expect(ceremonyArtifacts({ artifacts: other, dir })).rejects.toMatchObject(wrong);
    const verify = verifyCeremony({ ...sources(), r1csPath: other.r1csPath, dir });
    await expect(verify).rejects.toMatchObject(wrong);
    const empty = await folder('empty');
    await expect(verifyCeremony({ ...sources(), dir: empty })).rejects.toMatchObject(refused);
  },
  TIMEOUT,
);
