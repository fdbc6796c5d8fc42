import { type Address, concatHex, type Hex, pad } from 'viem';
import { describe, expect, test } from 'vitest';
import {
  type Admission,
  AdmissionRefusedError,
  type AdmissionTransaction,
  createHookRunner,
  define,
  gasFloor,
  type Hook,
  HookFailedError,
  HookInvalidError,
  HookTimeoutError,
} from './index.ts';

const bridge: Address = '0x00000000000000000000000000000000000b41d6';
const claimer: Address = '0x00000000000000000000000000000000000c1a13';
const stranger: Address = '0x0000000000000000000000000000000000057a96';

function transaction(o: Partial<AdmissionTransaction> = {}): AdmissionTransaction {
  return {
    hash: pad('0x01'),
    from: stranger,
    to: stranger,
    nonce: 0n,
    value: 0n,
    gas: 21_000n,
    maxFeePerGas: 10n,
    maxPriorityFeePerGas: 10n,
    data: '0x',
    ...o,
  };
}

describe('gas floor', () => {
  const claim: Partial<AdmissionTransaction> = {
    from: claimer,
    to: bridge,
    maxFeePerGas: 0n,
    maxPriorityFeePerGas: 0n,
    data: concatHex(['0xccaa2d11', pad('0x')]),
  };
  let time = 0;
  const floor = () =>
    createHookRunner({
      hooks: [
        gasFloor({
          floorWei: 10n,
          freeClaims: { bridge, claimers: [claimer], gasCap: 100_000n, perMinute: 2 },
          now: () => time,
        }),
      ],
    });

  test('lets in what pays the floor', async () => {
    await floor().admit(transaction());
  });

  test('names the price and the floor', async () => {
    const cheap = transaction({ maxPriorityFeePerGas: 9n });
    await expect(floor().admit(cheap)).rejects.toThrow(
      expect.objectContaining({
        code: 'HOOK_ADMISSION_REFUSED',
        shortMessage: 'transaction underpriced: 9 wei of BIG per gas, want 10',
      }),
    );
  });

  test.each<[string, Partial<AdmissionTransaction>, boolean]>([
    ['claimAsset by the claimer', {}, true],
    ['claimMessage by the claimer', { data: '0xf5efcd79' }, true],
    ['a claim by somebody else', { from: stranger }, false],
    ['a call of another contract', { to: stranger }, false],
    ['another function of the bridge', { data: '0xcd586579' as Hex }, false],
    ['a claim above the gas cap', { gas: 100_001n }, false],
  ])('%s for nothing', async (_name, change, accepted) => {
    const answer = floor().admit(transaction({ ...claim, ...change }));
    if (accepted) await answer;
    else await expect(answer).rejects.toThrow(AdmissionRefusedError);
  });

  test('free claims are limited per minute', async () => {
    const runner = floor();
    await runner.admit(transaction(claim));
    await runner.admit(transaction(claim));
    await expect(runner.admit(transaction(claim))).rejects.toThrow(AdmissionRefusedError);
    time += 60_001;
    await runner.admit(transaction(claim));
  });
});

describe('the runner', () => {
  test('asks in order and stops at the first refusal', async () => {
    const asked: string[] = [];
    const hook = (name: string, answer: Admission) =>
      define({
        name,
        points: {
          admission: () => {
            asked.push(name);
            return answer;
          },
        },
      });
    const hooks = [
      hook('a', { accept: true }),
      hook('b', { accept: false, reason: 'no' }),
      hook('c', { accept: true }),
    ];
    await expect(createHookRunner({ hooks }).admit(transaction())).rejects.toThrow('no');
    expect(asked).toEqual(['a', 'b']);
  });

  test('an invalid answer or a throw names the hook', async () => {
    const wrong = define({ name: 'wrong', points: { admission: () => 1 as unknown as Admission } });
    const broken = define({
      name: 'broken',
      points: {
        batchClosing: () => {
          throw new TypeError('x');
        },
      },
    });
    const errors: { err: Error }[] = [];
    const logger = { error: (o: { err: Error }) => errors.push(o) } as never;
    const runner = createHookRunner({ hooks: [wrong, broken], logger });
    await expect(runner.admit(transaction())).rejects.toThrow(HookFailedError);
    const batch = { number: 2n, blocks: 1, transactions: 1, bytes: 9, ageMs: 1 };
    expect(await runner.shouldClose(batch)).toBe(false);
    expect(errors[0]?.err.message).toMatch(/broken.*batchClosing/);
    expect(runner.metrics().at(-1)).toMatchObject({ name: 'hook_failures_total', value: 1 });
  });

  test('a hook can close a batch', async () => {
    const hooks = [define({ name: 'ten', points: { batchClosing: (b) => b.transactions >= 10 } })];
    const runner = createHookRunner({ hooks });
    const batch = { number: 2n, blocks: 1, bytes: 9, ageMs: 1 };
    expect(await runner.shouldClose({ ...batch, transactions: 9 })).toBe(false);
    expect(await runner.shouldClose({ ...batch, transactions: 10 })).toBe(true);
  });

  test('a failure after a block is sealed is not passed on', async () => {
    const hooks = [
      define({
        name: 'broken',
        points: {
          blockSealed: () => {
            throw new TypeError('x');
          },
        },
      }),
    ];
    const logged: unknown[] = [];
    const logger = { error: (o: unknown) => logged.push(o) } as never;
    await createHookRunner({ hooks, logger }).tell('blockSealed', {
      number: 1n,
      hash: pad('0x01'),
      batch: 1n,
      timestamp: 1n,
      transactionHashes: [],
    });
    expect(logged).toHaveLength(1);
  });

  test('the highest priority counts', async () => {
    const hooks = [5, 1, undefined].map((priority, i) =>
      define({
        name: `p${i}`,
        points: {
          admission: () => ({ accept: true, ...(priority === undefined ? {} : { priority }) }),
        },
      }),
    );
    expect(await createHookRunner({ hooks }).admit(transaction())).toBe(5);
    expect(await createHookRunner({ hooks: [] }).admit(transaction())).toBe(0);
  });

  test('a hook that is too slow refuses, and is named', async () => {
    const hooks = [
      define({
        name: 'sleepy',
        deadlineMs: 20,
        points: { admission: () => new Promise<Admission>(() => undefined) },
      }),
    ];
    const refusal = createHookRunner({ hooks }).admit(transaction());
    await expect(refusal).rejects.toThrow(HookTimeoutError);
    await expect(refusal).rejects.toThrow(/sleepy.*admission.*20 ms/);
  });

  test('a hook that fails later is named too', async () => {
    const hooks = [
      define({ name: 'late', points: { admission: () => Promise.reject(new TypeError('x')) } }),
    ];
    await expect(createHookRunner({ hooks }).admit(transaction())).rejects.toThrow(/late/);
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown point', { name: 'x', points: { onBlock: () => true } }, /no point onBlock/],
    ['a point that is no function', { name: 'x', points: { admission: 1 } }, /no function/],
    ['no name', { points: {} }, /its name/],
    ['no points', { name: 'x' }, /no points/],
    ['a deadline of nothing', { name: 'x', points: {}, deadlineMs: 0 }, /deadline/],
  ])('refuses a hook with %s', (_, hook, reason) => {
    expect(() => define(hook as Hook)).toThrow(HookInvalidError);
    expect(() => createHookRunner({ hooks: [hook as Hook] })).toThrow(reason);
  });

  test('refuses two hooks of one name', () => {
    const hook = define({ name: 'twice', points: {} });
    expect(() => createHookRunner({ hooks: [hook, hook] })).toThrow(/twice.*another/);
  });
});
