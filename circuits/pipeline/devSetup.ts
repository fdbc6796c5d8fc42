// SPDX-License-Identifier: GPL-3.0-or-later
import type { Curve } from 'ffjavascript';
import { devSecrets, type SetupSecrets } from './devSecrets.ts';
import { evaluateQap, type KeyScalars } from './evaluateQap.ts';
import { createFixedBase, type FixedBase } from './fixedBase.ts';
import type { R1cs } from './readR1cs.ts';
import { type VerificationKey, verificationKey } from './verificationKey.ts';
import { type KeyPoints, zkeyFile } from './zkeyFile.ts';

const G1_WINDOW_BITS = 13;
const G2_WINDOW_BITS = 11;

/**
 * A Groth16 key made from secrets that everyone can derive from `seed`: it takes seconds where a
 * ceremony takes minutes, is the same byte for byte on every machine, and **anyone can forge proofs
 * for it**. For development chains only.
 * @throws SetupError when the seed gives degenerate secrets
 */
export async function devSetup(o: {
  r1cs: R1cs;
  seed: string;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<VerificationKey & { zkey: Uint8Array }> {
  const secrets = devSecrets(o.seed);
  const { buildBn128 } = await import('ffjavascript');
  const curve = await buildBn128(true);
  const rootOf = (power: number): bigint => curve.Fr.toObject(curve.Fr.w[power]!);
  const scalars = evaluateQap({ r1cs: o.r1cs, secrets, rootOf });
  const points = await keyPoints({ ...o, curve, secrets, scalars });
  const zkey = zkeyFile({
    r1cs: o.r1cs,
    points,
    domainSize: scalars.domainSize,
    baseField: curve.q,
  });
  return { zkey, ...verificationKey({ curve, points }) };
}

async function keyPoints(o: {
  r1cs: R1cs;
  curve: Curve;
  secrets: SetupSecrets;
  scalars: KeyScalars;
  onProgress?: ((message: string) => void) | undefined;
}): Promise<KeyPoints> {
  const { curve, secrets, scalars } = o;
  const firstPrivate = o.r1cs.publics + 1;
  const g1 = await fixedBase(curve, 'G1');
  const g2 = await fixedBase(curve, 'G2');
  const inG1 = (...values: bigint[]): Promise<Uint8Array> => g1.multiplyAll(values);
  const inG2 = (...values: bigint[]): Promise<Uint8Array> => g2.multiplyAll(values);
  const step = (what: string): void => o.onProgress?.(`DEV key: ${what}`);
  step(`${scalars.a.length} wires, domain ${scalars.domainSize}`);
  const ends = {
    alpha1: await inG1(secrets.alpha),
    beta1: await inG1(secrets.beta),
    delta1: await inG1(secrets.delta),
    beta2: await inG2(secrets.beta),
    gamma2: await inG2(secrets.gamma),
    delta2: await inG2(secrets.delta),
  };
  const a = await g1.multiplyAll(scalars.a);
  const b1 = await g1.multiplyAll(scalars.b);
  const b2 = await g2.multiplyAll(scalars.b);
  step('A and B done');
  const ic = await g1.multiplyAll(scalars.k.slice(0, firstPrivate));
  const c = await g1.multiplyAll(scalars.k.slice(firstPrivate));
  const h = await g1.multiplyAll(scalars.h);
  step('C and H done');
  return { ...ends, ic, a, b1, b2, c, h };
}

function fixedBase(curve: Curve, name: 'G1' | 'G2'): Promise<FixedBase> {
  return createFixedBase({
    code: curve.tm.code,
    group: name === 'G1' ? 'g1m' : 'g2m',
    generator: curve[name].toAffine(curve[name].g),
    windowBits: name === 'G1' ? G1_WINDOW_BITS : G2_WINDOW_BITS,
  });
}
