import {
  type AccessList,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  parseTransaction,
  recoverAddress,
  type Signature,
  serializeTransaction,
  type TransactionSerializable,
  type TransactionSerialized,
  zeroAddress,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { describe, expect, test } from 'vitest';
import { RpcError } from '../rpc/RpcError.ts';
import { parsePooled } from './parsePooled.ts';
import { readTransaction } from './readTransaction.ts';
import { recoverSender } from './recoverSender.ts';
import { createNumbers } from './testing.ts';

const account = privateKeyToAccount(`0x${'17'.repeat(32)}`);

/** Sizes on both sides of every boundary of RLP and of the fields. */
function randomTransaction(next: () => number): TransactionSerializable {
  const bytes = (length: number): Hex =>
    `0x${Array.from({ length }, () => (next() & 255).toString(16).padStart(2, '0')).join('')}`;
  const upTo = (length: number): bigint => BigInt(`${bytes(next() % (length + 1))}0`) >> 4n;
  const pick = <T>(...values: T[]): T => values[next() % values.length]!;
  const data = bytes(pick(0, 1, 2, 4, 31, 54, 55, 56, 57, 255, 256, 300, 66_000));
  const to = pick(undefined, zeroAddress, bytes(20));
  const base = { nonce: Number(upTo(6)), gas: upTo(8), value: upTo(32), data, to };
  const list: AccessList = Array.from({ length: pick(0, 0, 1, 3) }, () => ({
    address: bytes(20),
    storageKeys: Array.from({ length: pick(0, 1, 2) }, () => bytes(32)),
  }));
  const chainId = pick(1, 127, 128, 424_242, 2 ** 40);
  const tip = upTo(15);
  return pick<TransactionSerializable>(
    { type: 'legacy', ...base, gasPrice: upTo(16) },
    { type: 'legacy', chainId, ...base, gasPrice: upTo(16) },
    { type: 'eip2930', chainId, ...base, gasPrice: upTo(16), accessList: list },
    {
      type: 'eip1559',
      chainId,
      ...base,
      maxPriorityFeePerGas: tip,
      maxFeePerGas: tip + upTo(15),
      accessList: list,
    },
  );
}

const read = (raw: Hex) => readTransaction(Buffer.from(raw.slice(2), 'hex'));

/** The same by viem, which is slower and has other users. */
function viaViem(raw: Hex) {
  const { r, s, v, yParity, ...rest } = parseTransaction(
    raw as TransactionSerialized,
  ) as TransactionSerializable & Signature;
  const price = rest.gasPrice ?? 0n;
  return {
    type: rest.type ?? 'legacy',
    chainId: rest.chainId === undefined ? undefined : BigInt(rest.chainId),
    nonce: BigInt(rest.nonce ?? 0),
    to: rest.to ?? undefined,
    value: rest.value ?? 0n,
    gas: rest.gas ?? 0n,
    maxFeePerGas: rest.maxFeePerGas ?? price,
    maxPriorityFeePerGas: rest.maxPriorityFeePerGas ?? (rest.type === 'eip1559' ? 0n : price),
    data: rest.data ?? '0x',
    accessList: rest.accessList ?? [],
    r: BigInt(r),
    s: BigInt(s),
    yParity,
    signed: keccak256(serializeTransaction(rest as TransactionSerializable)),
    again: serializeTransaction(rest as TransactionSerializable, { r, s, v, yParity } as Signature),
  };
}

function ours(raw: Hex) {
  const { signature, signed, ...rest } = read(raw);
  const { r, s, yParity } = signature;
  return { ...rest, r: BigInt(r), s: BigInt(s), yParity, signed: keccak256(signed) };
}

test('reads what viem reads, over 600 random transactions of every kind', async () => {
  const next = createNumbers(1);
  for (let i = 0; i < 600; i += 1) {
    const raw = await account.signTransaction(randomTransaction(next) as never);
    const { again, ...expected } = viaViem(raw);
    expect(ours(raw)).toEqual(expected);
    expect(again).toBe(raw);
  }
});

test('takes no altered byte that viem would not have encoded so', async () => {
  const next = createNumbers(2);
  let taken = 0;
  for (let i = 0; i < 4_000; i += 1) {
    const raw = await base(next, i);
    const at = next() % ((raw.length - 2) / 2);
    const byte = (next() & 255).toString(16).padStart(2, '0');
    const altered = `${raw.slice(0, 2 + at * 2)}${byte}${raw.slice(4 + at * 2)}` as Hex;
    const got = attempt(() => ours(altered));
    if (got instanceof Error) {
      expect(got).toBeInstanceOf(RpcError);
      continue;
    }
    taken += 1;
    const { again, ...expected } = viaViem(altered);
    expect({ altered, ...got }).toEqual({ altered, ...expected });
    expect(again).toBe(altered);
  }
  // Most bytes of a transaction belong to fields that may have any value.
  expect(taken).toBeGreaterThan(1_000);
});

const samples: Hex[] = [];
async function base(next: () => number, i: number): Promise<Hex> {
  if (samples.length < 40) {
    const transaction = { ...randomTransaction(next), data: numberToHex(i, { size: 60 }) };
    samples.push(await account.signTransaction(transaction as never));
  }
  return samples[next() % samples.length]!;
}

function attempt<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (error) {
    return error as Error;
  }
}

describe('what is not canonical', () => {
  const cases: [string, Hex, RegExp][] = [
    ['an empty string', '0x80', /type 128 not supported/],
    ['a list that is cut off', '0xf8ff01', /are announced/],
    ['a length with a leading zero', `0xf90038${'80'.repeat(56)}`, /not the shortest/],
    ['a long form for a short list', `0xf809${'80'.repeat(9)}`, /not the shortest/],
    ['a single byte with a prefix', `0xca8105${'80'.repeat(8)}`, /needless prefix/],
    ['an integer with a leading zero', '0xc90080808080801b8080', /nonce has a leading zero/],

    ['bytes after the end', '0xc000', /after its end/],
    ['six fields', '0xc6808080808080', /not signed/],
    ['five fields', '0xc58080808080', /5 fields, want 9/],
    ['a huge announced length', '0xffffffffffffffffff', /does not fit/],
  ];
  test.each(cases)('%s', (_, raw, reason) => {
    const error = attempt(() => read(raw));
    expect(error).toBeInstanceOf(RpcError);
    expect((error as RpcError).message).toMatch(reason);
  });
});

describe('recovery', () => {
  test('of many at once, each its own', async () => {
    const keys = Array.from({ length: 130 }, (_, i) =>
      privateKeyToAccount(numberToHex(i + 1, { size: 32 })),
    );
    const raws = await Promise.all(
      keys.map((key, nonce) =>
        key.signTransaction({ type: 'legacy', chainId: 1, nonce, gasPrice: 1n }),
      ),
    );
    const parsed = await Promise.all(raws.map((raw) => parsePooled({ raw })));
    expect(parsed.map((t) => t.from)).toEqual(keys.map((key) => key.address));
  });

  test('agrees with viem', async () => {
    const hash = keccak256('0x1234');
    const signature = await account.sign({ hash });
    const bytes = hexToBytes(signature);
    const r = `0x${signature.slice(2, 66)}` as Hex;
    const s = `0x${signature.slice(66, 130)}` as Hex;
    const found = await recoverSender({ hash, signature: { r, s, yParity: bytes[64]! - 27 } });
    const expected = await recoverAddress({ hash, signature });
    expect(found).toBe(expected.toLowerCase());
  });

  test('one that nobody can have made does not spoil the others', async () => {
    const hash = keccak256('0x01');
    const signature = await account.sign({ hash });
    const good = {
      r: `0x${signature.slice(2, 66)}` as Hex,
      s: `0x${signature.slice(66, 130)}` as Hex,
      yParity: Number.parseInt(signature.slice(130), 16) - 27,
    };
    const bad = { r: numberToHex(5, { size: 32 }), s: numberToHex(0, { size: 32 }), yParity: 0 };
    const asked = [good, bad, good].map((s) => recoverSender({ hash, signature: s }));
    const [first, second, third] = await Promise.allSettled(asked);
    expect(first).toMatchObject({ value: account.address.toLowerCase() });
    expect(second).toMatchObject({ reason: expect.any(RpcError) });
    expect(third).toMatchObject({ value: account.address.toLowerCase() });
  });
});
