import { keccak256 } from 'viem';
import { expect, test } from 'vitest';
import { deriveUserKey, mlpInt8 } from '#circuits';
import { fromBytes32, toBytes32 } from './bytes32.ts';
import { BadInputError, NameTooLongError } from './errors.ts';
import { jobRequest, submitJob } from './submitJob.ts';
import { clientOf, word } from './testing.ts';

const input = new Uint8Array(16).fill(3);
const userKey = deriveUserKey('0x01').publicKey;
const options = { program: mlpInt8, programId: word('1'), input, userKey, maxPrice: 10n };

test('a request commits to the input and orders its clocks', () => {
  const request = jobRequest({ ...options, now: 1000n, needs: { hwClass: 'gpu' } });
  expect(request).toMatchObject({
    inputCommitment: mlpInt8.inputCommitment({ input, userKey }),
    inputDigest: keccak256(input),
    maxPrice: 10n,
    minPrice: 10n,
    assignBy: 1060n,
    fulfilBy: 1360n,
    finalBy: 1660n,
    userKey,
  });
  expect(fromBytes32(request.needs.hwClass)).toBe('gpu');
});

test('an input of the wrong length is refused before anything is sent', async () => {
  const submitting = submitJob(clientOf({}), { ...options, input: new Uint8Array(3) });
  await expect(submitting).rejects.toThrow(BadInputError);
});

test('names fit a word or are refused', () => {
  expect(fromBytes32(toBytes32(''))).toBe('');
  expect(fromBytes32(toBytes32('a'.repeat(32)))).toHaveLength(32);
  expect(() => toBytes32('a'.repeat(33))).toThrow(NameTooLongError);
  expect(() => toBytes32('grüße')).toThrow(NameTooLongError);
});
