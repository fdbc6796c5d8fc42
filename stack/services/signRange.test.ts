import { keccak256, recoverAddress, stringToHex } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { expect, test } from 'vitest';
import { batchMessage, deriveValidatorKey, verifyBatchSignature } from '#circuits';
import { inputSnark, snarkInputBytes } from '../batch/index.ts';
import type { DerivedBatch } from '../derivation/index.ts';
import {
  BatchRangeError,
  LocalExitRootMismatchError,
  NotSequencedYetError,
  SignRequestError,
  StateRootMismatchError,
} from './errors.ts';
import { parseSignRequest, signRange } from './signRange.ts';
import { derivedBatch, fakeReplica } from './testing.ts';

const key = deriveValidatorKey('0x01');
const rollup = { chainId: 424242n, forkId: 12n };
const verifier = { domain: 77n, epoch: 3n };
const after = derivedBatch(4);
const request = {
  initNumBatch: 1n,
  finalNewBatch: 4n,
  aggregator: '0x00000000000000000000000000000000000000aa',
  newStateRoot: after.stateRoot,
  newLocalExitRoot: after.localExitRoot,
} as const;
const options = { request, rollup, verifier, key, replica: fakeReplica(5) };
const other = keccak256(stringToHex('other'));

test('default: signs the public input made of its own results', async () => {
  const signed = await signRange(options);
  const before: DerivedBatch = derivedBatch(1);
  const snark = inputSnark({
    aggregator: request.aggregator,
    oldStateRoot: before.stateRoot,
    oldAccInputHash: before.accInputHash,
    initNumBatch: 1n,
    ...rollup,
    newStateRoot: after.stateRoot,
    newAccInputHash: after.accInputHash,
    newLocalExitRoot: after.localExitRoot,
    finalNewBatch: 4n,
  });
  expect(signed).toMatchObject({ ...verifier, publicKey: key.publicKey, inputSnark: snark });
  const message = batchMessage({ ...verifier, inputSnark: snark });
  const { publicKey, signature } = signed;
  expect(verifyBatchSignature({ publicKey, message, signature })).toBe(true);
  expect(signed).not.toHaveProperty('ecdsa');
});

test('behavior: the ECDSA signature is over the 212 bytes', async () => {
  const ecdsaKey = generatePrivateKey();
  const { ecdsa } = await signRange({ ...options, ecdsaKey });
  const before = derivedBatch(1);
  const bytes = snarkInputBytes({
    ...request,
    ...rollup,
    oldStateRoot: before.stateRoot,
    oldAccInputHash: before.accInputHash,
    newAccInputHash: after.accInputHash,
  });
  const address = await recoverAddress({ hash: keccak256(bytes), signature: ecdsa! });
  expect(address).toBe(privateKeyToAddress(ecdsaKey));
});

test('error: another state root or exit root is refused', async () => {
  const wrongState = signRange({ ...options, request: { ...request, newStateRoot: other } });
  await expect(wrongState).rejects.toBeInstanceOf(StateRootMismatchError);
  const wrongExit = signRange({ ...options, request: { ...request, newLocalExitRoot: other } });
  await expect(wrongExit).rejects.toBeInstanceOf(LocalExitRootMismatchError);
});

test('error: ranges that are not there', async () => {
  const ahead = signRange({ ...options, request: { ...request, finalNewBatch: 6n } });
  await expect(ahead).rejects.toBeInstanceOf(NotSequencedYetError);
  const backwards = signRange({ ...options, request: { ...request, initNumBatch: 4n } });
  await expect(backwards).rejects.toBeInstanceOf(BatchRangeError);
});

test('behavior: a request comes as JSON', () => {
  const { initNumBatch, finalNewBatch, ...rest } = request;
  expect(parseSignRequest({ initNumBatch: '1', finalNewBatch: 4, ...rest })).toEqual({
    initNumBatch,
    finalNewBatch,
    ...rest,
  });
});

test('error: malformed requests', () => {
  const { initNumBatch: _, ...rest } = { ...request, finalNewBatch: '4' };
  const bodies = [
    undefined,
    [],
    rest,
    { ...rest, initNumBatch: '-1' },
    { ...rest, initNumBatch: '1', newStateRoot: '0x12' },
    { ...rest, initNumBatch: '1', aggregator: 'me' },
    { ...rest, initNumBatch: '1', finalNewBatch: '0x4' },
  ];
  for (const body of bodies) expect(() => parseSignRequest(body)).toThrow(SignRequestError);
});
