import { afterEach, expect, test } from 'vitest';
import { batchMessage, signBatch } from '#circuits';
import { collectSignatures } from './collectSignatures.ts';
import { TooFewSignaturesError } from './errors.ts';
import {
  answeringValidator,
  refusal,
  validatorSet as set,
  statementOf,
  validatorKeys,
} from './testing.ts';

const domain = 77n;
const statement = statementOf({ from: 1, to: 4 });
const running: { stop(): Promise<void> }[] = [];
const dead = 'http://127.0.0.1:1';

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

const serve = async (answer: unknown): Promise<string> => {
  const server = await answeringValidator(answer);
  running.push(server);
  return server.url;
};
const signatureOf = (index: number, inputSnark = statement.inputSnark) => {
  const key = validatorKeys[index]!;
  const message = batchMessage({ domain, epoch: set.epoch, inputSnark });
  return { publicKey: key.publicKey, signature: signBatch({ secret: key.secret, message }) };
};
const collect = (validators: string[]) =>
  collectSignatures({ validators, set, domain, statement, timeoutMs: 60_000 });
const refused = (validators: string[]) =>
  collect(validators).then(
    () => undefined,
    (error: TooFewSignaturesError) => error,
  );

test('default: k signatures are enough, each in the slot of its key', async () => {
  const [first, third] = [await serve(signatureOf(0)), await serve(signatureOf(2))];
  const slots = await collect([third, dead, first]);
  expect(slots).toEqual([signatureOf(0).signature, undefined, signatureOf(2).signature]);
});

test('behavior: n - k validators that lie do not matter, whatever they answer', async () => {
  const [first, third] = [await serve(signatureOf(0)), await serve(signatureOf(2))];
  const { publicKey, signature } = signatureOf(1);
  const lies = [
    signatureOf(1, 5n),
    { publicKey, signature: { ...signature, S: signature.S + 1n } },
    { publicKey: signatureOf(0).publicKey, signature },
    { publicKey: [1n, 2n], signature },
    { hello: 'world' },
  ];
  for (const lie of lies) {
    const slots = await collect([await serve(lie), third, first]);
    expect(slots).toEqual([signatureOf(0).signature, undefined, signatureOf(2).signature]);
  }
});

test('error: fewer than k, with the reason of each validator', async () => {
  const [first, second] = [await serve(signatureOf(0)), await serve(refusal())];
  const error = await refused([first, second, dead]);
  expect(error).toBeInstanceOf(TooFewSignaturesError);
  expect(error).toMatchObject({
    have: 1,
    want: 2,
    reasons: [
      { validator: second, code: 'STACK_NOT_SEQUENCED_YET' },
      { validator: dead, code: 'STACK_VALIDATOR_UNREACHABLE' },
    ],
  });
});

test('error: one key twice counts once', async () => {
  const twice = [await serve(signatureOf(0)), await serve(signatureOf(0))];
  expect(await refused(twice)).toMatchObject({ have: 1, want: 2 });
});

test('error: signatures for something else, strange keys and strange answers', async () => {
  const { signature } = signatureOf(1);
  const urls = [
    await serve(signatureOf(0, 5n)),
    await serve({ publicKey: [1n, 2n], signature }),
    await serve({ hello: 'world' }),
  ];
  const error = await refused(urls);
  expect(error?.reasons.map((reason) => reason.code)).toEqual([
    'STACK_SIGNATURE_INVALID',
    'STACK_NOT_A_VALIDATOR',
    'STACK_VALIDATOR_ANSWER',
  ]);
});
