// SPDX-License-Identifier: GPL-3.0-or-later
import { addPoint, Base8, mulPointEscalar, subOrder } from '@zk-kit/baby-jubjub';
import { beforeAll, expect, test } from 'vitest';
import {
  BadKeyError,
  BadValidatorSetError,
  DuplicateKeyError,
  NotFieldElementError,
  TooFewSignaturesError,
  WitnessError,
} from '../errors.ts';
import { SCALAR_ORDER, tagToField } from '../lib/field.ts';
import { hashMany } from '../lib/hashMany.ts';
import { createChecker } from '../testing/createChecker.ts';
import { shipped } from '../testing/shipped.ts';
import type { BatchSignature, CurvePoint } from '../types.ts';
import { batchCircuitInputs } from './batchCircuitInputs.ts';
import { batchDomain } from './batchDomain.ts';
import { batchMessage } from './batchMessage.ts';
import { signBatch, verifyBatchSignature } from './batchSignature.ts';
import { deriveValidatorKey } from './deriveKey.ts';
import { eddsa } from './eddsa.ts';
import { validatorSetRoot } from './validatorSetRoot.ts';

const KEYS = (['0x01', '0x02', '0x03'] as const).map(deriveValidatorKey);
const [K0, , K2] = KEYS as [(typeof KEYS)[0], (typeof KEYS)[0], (typeof KEYS)[0]];
const SET = { epoch: 7n, k: 2, keys: KEYS.map((key) => key.publicKey) };
const DOMAIN = 5n;
const INPUT_SNARK = 99n;
const MESSAGE = batchMessage({ domain: DOMAIN, epoch: SET.epoch, inputSnark: INPUT_SNARK });
const [SIG0, SIG1, SIG2] = KEYS.map(({ secret }) => signBatch({ secret, message: MESSAGE })) as [
  BatchSignature,
  BatchSignature,
  BatchSignature,
];
const ORDER_TWO: CurvePoint = [0n, SCALAR_ORDER - 1n];

let circuit: Awaited<ReturnType<typeof shipped>>;

beforeAll(async () => {
  circuit = await shipped('batch-k-of-3');
}, 120_000);

const honest = (signatures: (BatchSignature | undefined)[] = [SIG0, undefined, SIG2]) =>
  batchCircuitInputs({ set: SET, domain: DOMAIN, inputSnark: INPUT_SNARK, signatures });

/** The root of any set, without the checks of validatorSetRoot. */
const rawRoot = (o: { k: bigint; epoch: bigint; keys: readonly CurvePoint[] }): bigint =>
  hashMany([tagToField('BIGSET/1'), o.k, 3n, o.epoch, ...o.keys.flat()]);

/** Honest inputs with changes, and a set root that fits the changed set. */
function withSet(change: { k?: bigint; epoch?: bigint; keys?: CurvePoint[] }, more: object = {}) {
  const set = { k: BigInt(SET.k), epoch: SET.epoch, keys: SET.keys, ...change };
  return { ...honest(), ...set, setRoot: rawRoot(set), ...more };
}

const witness = (inputs: Record<string, unknown>) => circuit.generator.values(inputs);

/** The witness generator names the innermost template whose constraint fails first. */
async function refused(inputs: Record<string, unknown>, template: string) {
  const error = await witness(inputs).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(WitnessError);
  expect((error as WitnessError).details?.split('\n')[0]).toMatch(`Error in template ${template}_`);
}

test('two of three signatures, any two or all, make a witness with the public signals', async () => {
  const checker = createChecker(circuit.r1cs);
  const choices = [
    [SIG0, SIG1, undefined],
    [undefined, SIG1, SIG2],
    [SIG0, SIG1, SIG2],
  ];
  for (const signatures of choices) {
    const values = await witness(honest(signatures));
    expect(checker.firstViolated(values)).toBeUndefined();
    expect(values.slice(1, 4)).toEqual([INPUT_SNARK, DOMAIN, validatorSetRoot(SET)]);
  }
  expect(circuit.artifacts.manifest.publicSignals).toEqual(['inputSnark', 'domain', 'setRoot']);
});

test('one signature of two is refused by the tool and by the circuit', async () => {
  expect(() => honest([SIG0, undefined, undefined])).toThrow(TooFewSignaturesError);
  await refused({ ...honest(), enabled: [1n, 0n, 0n] }, 'Num2Bits');
  await refused({ ...honest(), enabled: [1n, 1n, 0n] }, 'ForceEqualIfEnabled');
  // A smaller k belongs to another root; a root with k = 0 admits nothing.
  await refused({ ...honest(), enabled: [1n, 0n, 0n], k: 1n }, 'BatchKOfN');
  await refused(withSet({ k: 0n }, { enabled: [0n, 0n, 0n] }), 'BatchKOfN');
  await refused(withSet({ k: SCALAR_ORDER - 1n }), 'Num2Bits');
});

test('a slot counts once: weights other than 0 and 1 are refused', async () => {
  await refused({ ...honest(), enabled: [2n, 0n, 0n] }, 'BatchKOfN');
  await refused({ ...honest(), enabled: [1n, SCALAR_ORDER - 1n, 1n] }, 'BatchKOfN');
});

test.each([
  ['inputSnark', { inputSnark: INPUT_SNARK + 1n }, 'ForceEqualIfEnabled'],
  ['domain', { domain: DOMAIN + 1n }, 'ForceEqualIfEnabled'],
  ['setRoot', { setRoot: 1n }, 'BatchKOfN'],
  ['epoch', { epoch: SET.epoch + 1n }, 'BatchKOfN'],
])('another %s is refused', async (_what, change, template) => {
  await refused({ ...honest(), ...change }, template);
});

test('signatures of another epoch are refused under the root of that epoch', async () => {
  await refused(withSet({ epoch: SET.epoch + 1n }), 'ForceEqualIfEnabled');
});

test('a signature moved to another slot is refused', async () => {
  await refused(honest([SIG2, undefined, SIG0]), 'ForceEqualIfEnabled');
});

test('S plus the subgroup order is refused by the tool and by the circuit', async () => {
  const malleated = { ...SIG0, S: SIG0.S + subOrder };
  const check = (signature: BatchSignature) =>
    verifyBatchSignature({ publicKey: K0.publicKey, message: MESSAGE, signature });
  expect([check(SIG0), check(malleated)]).toEqual([true, false]);
  await refused(honest([malleated, undefined, SIG2]), 'EdDSAPoseidonVerifier');
});

test('R8 off the curve is refused by the tool and by the circuit', async () => {
  const bent: BatchSignature = { ...SIG0, R8: [SIG0.R8[0] + 1n, SIG0.R8[1]] };
  const check = { publicKey: K0.publicKey, message: MESSAGE, signature: bent };
  expect(verifyBatchSignature(check)).toBe(false);
  await refused(honest([bent, undefined, SIG2]), 'BabyCheck');
});

test('the same key in two slots cannot count twice', async () => {
  const keys = [K0.publicKey, K0.publicKey, K2.publicKey];
  expect(() => validatorSetRoot({ ...SET, keys })).toThrow(DuplicateKeyError);
  const twice = { enabled: [1n, 1n, 0n], R8: [SIG0.R8, SIG0.R8, Base8], S: [SIG0.S, SIG0.S, 0n] };
  await refused(withSet({ keys }, twice), 'DistinctPoints');
});

test('a key and its sum with a low-order point cannot count twice', async () => {
  const shifted = addPoint([...K0.publicKey], [...ORDER_TWO]);
  const forged = signFor({ secret: K0.secret, publicKey: shifted });
  // The same secret signs for both keys: only the check of the set stands in the way.
  const check = { publicKey: shifted, message: MESSAGE, signature: forged };
  expect(verifyBatchSignature(check)).toBe(true);
  const keys: CurvePoint[] = [K0.publicKey, shifted, K2.publicKey];
  expect(() => validatorSetRoot({ ...SET, keys })).toThrow(BadKeyError);
  const both = {
    enabled: [1n, 1n, 0n],
    R8: [SIG0.R8, forged.R8, Base8],
    S: [SIG0.S, forged.S, 0n],
  };
  await refused(withSet({ keys }, both), 'DistinctPoints');
});

/** Signs with a secret on behalf of any public key, as a cheat would. */
function signFor(o: { secret: string; publicKey: CurvePoint }): BatchSignature {
  const scalar = eddsa.deriveSecretScalar(Buffer.from(o.secret.slice(2), 'hex'));
  const nonce = 12345n;
  const R8 = mulPointEscalar(Base8, nonce);
  const h = hashMany([...R8, ...o.publicKey, MESSAGE]);
  return { R8, S: (nonce + 8n * h * scalar) % subOrder };
}

test.each([
  ['off-curve', [1n, 1n], 'BabyCheck'],
  ['identity', [0n, 1n], 'KeyTimesEight'],
  ['low-order', ORDER_TWO, 'KeyTimesEight'],
  // The circuit sees coordinates modulo the field's order: here, the identity.
  ['not-canonical', [0n, 1n + SCALAR_ORDER], 'KeyTimesEight'],
] as const)(
  'a set with a bad key (%s) has no root and no witness',
  async (reason, key, template) => {
    const keys: CurvePoint[] = [K0.publicKey, key, K2.publicKey];
    expect(() => validatorSetRoot({ ...SET, keys })).toThrow(expect.objectContaining({ reason }));
    await refused(withSet({ keys }), template);
  },
);

test('malformed sets and slots are refused', () => {
  const root = (change: object) => () => validatorSetRoot({ ...SET, ...change });
  for (const change of [{ k: 0 }, { k: 4 }, { k: 1.5 }, { keys: [] }, { epoch: 2n ** 64n }]) {
    expect(root(change)).toThrow(BadValidatorSetError);
  }
  expect(() => honest([SIG0, SIG1])).toThrow(BadValidatorSetError);
  const tooLarge = {
    set: SET,
    domain: SCALAR_ORDER,
    inputSnark: 1n,
    signatures: [SIG0, SIG1, SIG2],
  };
  expect(() => batchCircuitInputs(tooLarge)).toThrow(NotFieldElementError);
});

test('no public signal of a witness can be changed', async () => {
  const checker = createChecker(circuit.r1cs);
  const values = await witness(honest());
  for (const signal of [1, 2, 3]) {
    const forged = [...values];
    forged[signal] = forged[signal]! + 1n;
    expect(checker.firstViolated(forged)).toBeDefined();
  }
});

test('domain and root of a published vector', () => {
  const domain = batchDomain({
    l1ChainId: 1337n,
    manager: '0x1111111111111111111111111111111111111111',
    rollupId: 1,
    verifier: '0x2222222222222222222222222222222222222222',
  });
  expect(domain).toMatchInlineSnapshot(
    `281368226277792782178343420419497128652733439205994781119717231048955848859n`,
  );
  expect(validatorSetRoot(SET)).toMatchInlineSnapshot(
    `17291643486420748954707380666695651564403234644619801890606338891438182967014n`,
  );
  expect(MESSAGE).toMatchInlineSnapshot(
    `4189449777354935855098181025097414371941893921638673841015796206234436708474n`,
  );
});
