import {
  bytesToHex,
  concatHex,
  encodeFunctionData,
  type Hex,
  numberToHex,
  parseAbi,
  parseSignature,
  parseTransaction,
  recoverTransactionAddress,
  serializeTransaction,
  size,
  slice,
  type TransactionSerializable,
  type TransactionSerializableLegacy,
  toRlp,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeAll, describe, expect, test } from 'vitest';
import { createNumbers } from '../engine/testing.ts';
import {
  type BatchBlock,
  BatchDecodeError,
  BatchEncodeError,
  BatchFieldError,
  type BatchTransaction,
  batchTransactionLength,
  decodeBatchL2Data,
  decodeTransactionList,
  encodeBatchL2Data,
  encodeBatchTransaction,
} from './index.ts';

const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const to = '0x00000000000000000000000000000000000000b1';
const SEED = 20_240_607;

/** The same numbers on every run. */
function createRandom(seed: number): (below: number) => number {
  const next = createNumbers(seed);
  return (below) => next() % below;
}

const legacy: TransactionSerializableLegacy = {
  type: 'legacy',
  chainId: 424242,
  nonce: 7,
  gasPrice: 1_000_000_000n,
  gas: 21_000n,
  to,
  value: 5n,
};

async function samples(): Promise<Hex[]> {
  const random = createRandom(SEED);
  const bytes = (n: number) => bytesToHex(Uint8Array.from({ length: n }, () => random(256)));
  const common = { nonce: 0, gas: 90_000n, value: 0n };
  const fee = { maxFeePerGas: 3n, maxPriorityFeePerGas: 0n };
  const variants: TransactionSerializable[] = [
    legacy,
    { ...legacy, nonce: 0, gasPrice: 0n, value: 0n, data: '0x' },
    { ...legacy, to: null, data: bytes(700) },
    { ...legacy, data: '0x05' },
    { ...legacy, chainId: 1, value: 2n ** 200n },
    { type: 'legacy', gasPrice: 9n, ...common, to },
    { type: 'eip1559', chainId: 424242, ...fee, ...common, to, data: bytes(60) },
    { type: 'eip2930', chainId: 424242, gasPrice: 3n, ...common, accessList: [] },
  ];
  const many = Array.from({ length: 24 }, (_, nonce) => ({ ...legacy, nonce, data: bytes(nonce) }));
  return Promise.all([...variants, ...many].map((t) => account.signTransaction(t)));
}

let raws: Hex[];
beforeAll(async () => {
  raws = await samples();
});

const full = (raw: Hex): BatchTransaction => ({ raw, effectivePercentage: 255 });

function randomBlocks(random: (below: number) => number): BatchBlock[] {
  return Array.from({ length: random(5) }, () => ({
    deltaTimestamp: random(2) ? random(10) : 0xffffffff,
    l1InfoTreeIndex: random(4),
    transactions: Array.from({ length: random(5) }, () => ({
      raw: raws[random(raws.length)]!,
      effectivePercentage: random(256),
    })),
  }));
}

describe('vectors', () => {
  test('a block header is 0x0b, the time step and the leaf index', () => {
    const blocks = [{ deltaTimestamp: 0x01020304, l1InfoTreeIndex: 5, transactions: [] }];
    expect(encodeBatchL2Data(blocks)).toBe('0x0b0102030400000005');
    expect(decodeBatchL2Data('0x0b0102030400000005')).toEqual(blocks);
  });

  test('a legacy transaction is what was signed, r, s, v as 27 or 28, percentage', async () => {
    const raw = await account.signTransaction(legacy);
    const { r, s, yParity } = parseSignature(
      concatHex([...signatureWords(raw), numberToHex(signatureParity(raw), { size: 1 })]),
    );
    const expected = concatHex([
      serializeTransaction(legacy),
      r,
      s,
      yParity === 0 ? '0x1b' : '0x1c',
      '0xff',
    ]);
    expect(bytesToHex(encodeBatchTransaction({ raw }))).toBe(expected);
  });

  test('a typed transaction is an RLP string after 0x0f', async () => {
    const raw = await account.signTransaction({
      type: 'eip2930',
      chainId: 424242,
      gasPrice: 1n,
      gas: 21_000n,
      to,
    });
    expect(bytesToHex(encodeBatchTransaction({ raw, effectivePercentage: 3 }))).toBe(
      concatHex(['0x0f', toRlp(raw), '0x03']),
    );
  });

  test('the injected transaction is read with its constant signature', async () => {
    const data = encodeFunctionData({
      abi: parseAbi(['function initialize(uint32,address,uint32,address,address,bytes)']),
      args: [1, to, 0, '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA', `0x${'00'.repeat(20)}`, '0x'],
    });
    const signed = toRlp(['0x', '0x', '0x01c9c380', to, '0x', data]);
    expect(slice(signed, 0, 1)).toBe('0xf9');
    const batch = concatHex([
      signed,
      numberToHex(0x5ca1ab1e0n, { size: 32 }),
      numberToHex(0x5ca1ab1en, { size: 32 }),
      '0x1bff',
    ]);
    const [injected] = decodeTransactionList(batch);
    const parsed = parseTransaction(injected!.raw);
    expect(parsed).toMatchObject({ type: 'legacy', gas: 30_000_000n, v: 27n, data });
    expect(BigInt(parsed.r!)).toBe(0x5ca1ab1e0n);
    expect(BigInt(parsed.s!)).toBe(0x5ca1ab1en);
    expect(bytesToHex(encodeBatchTransaction(injected!))).toBe(batch);
  });
});

function signatureWords(raw: Hex): [Hex, Hex] {
  const { r, s } = parseTransaction(raw);
  return [numberToHex(BigInt(r!), { size: 32 }), numberToHex(BigInt(s!), { size: 32 })];
}

function signatureParity(raw: Hex): number {
  return 27 + Number((parseTransaction(raw).v! - 35n) & 1n);
}

describe('round trips', () => {
  test('every kind of transaction comes back byte for byte', () => {
    const transactions = raws.map(full);
    const blocks = [{ deltaTimestamp: 1, l1InfoTreeIndex: 0, transactions }];
    expect(decodeBatchL2Data(encodeBatchL2Data(blocks))).toEqual(blocks);
  });

  test('a signature with leading zeros comes back byte for byte', () => {
    const fields: Hex[] = ['0x', '0x01', '0x5208', to, '0x', '0x', '0x1b', '0x07', '0x09'];
    const raw = toRlp(fields);
    const encoded = encodeBatchTransaction({ raw });
    expect(decodeTransactionList(bytesToHex(encoded))).toEqual([full(raw)]);
  });

  test('the sender survives', async () => {
    const [decoded] = decodeTransactionList(
      bytesToHex(encodeBatchTransaction({ raw: await account.signTransaction(legacy) })),
    );
    const serializedTransaction = decoded!.raw as Parameters<
      typeof recoverTransactionAddress
    >[0]['serializedTransaction'];
    expect(await recoverTransactionAddress({ serializedTransaction })).toBe(account.address);
  });

  test('the length is told without the encoding', () => {
    const sizes = [1, 2, 55, 56, 57, 255, 256, 257, 65_535, 65_536, 65_537];
    const typed = sizes.map((size): Hex => `0x02${'ab'.repeat(size - 1)}`);
    for (const raw of [...raws, ...typed, '0x7f' as const]) {
      expect(batchTransactionLength({ raw })).toBe(encodeBatchTransaction({ raw }).length);
    }
  });

  test('200 random batches', () => {
    const random = createRandom(SEED);
    for (let i = 0; i < 200; i++) {
      const blocks = randomBlocks(random);
      expect(decodeBatchL2Data(encodeBatchL2Data(blocks))).toEqual(blocks);
    }
  });
});

describe('malformed data', () => {
  const decoders = [decodeBatchL2Data, decodeTransactionList];

  /** Either refused with a place inside the data, or read so that it encodes to itself. */
  function check(data: Hex): void {
    for (const decode of decoders) {
      try {
        const decoded = decode(data);
        const again =
          decode === decodeBatchL2Data
            ? encodeBatchL2Data(decoded as BatchBlock[])
            : concatHex(
                (decoded as BatchTransaction[]).map((t) => bytesToHex(encodeBatchTransaction(t))),
              );
        expect(again).toBe(data);
      } catch (error) {
        if (!(error instanceof BatchDecodeError)) throw error;
        expect(error.offset).toBeGreaterThanOrEqual(0);
        expect(error.offset).toBeLessThanOrEqual(size(data));
      }
    }
  }

  test('cutting a batch anywhere never crashes the decoder', () => {
    const transactions = raws.slice(0, 9).map(full);
    const data = encodeBatchL2Data([{ deltaTimestamp: 1, l1InfoTreeIndex: 2, transactions }]);
    for (let length = 0; length < size(data); length++) check(slice(data, 0, length) as Hex);
  });

  test('flipping bytes never crashes the decoder', () => {
    const random = createRandom(SEED + 1);
    for (let i = 0; i < 1500; i++) {
      const bytes = Buffer.from(encodeBatchL2Data(randomBlocks(random)).slice(2), 'hex');
      if (!bytes.length) continue;
      for (let flips = 0; flips <= random(3); flips++) bytes[random(bytes.length)] = random(256);
      check(bytesToHex(bytes));
    }
  });

  test('foreign bytes never crash the decoder', () => {
    const random = createRandom(SEED + 2);
    const starts = [0x0b, 0x0f, 0xc0, 0xf8, 0xf9, 0xff];
    for (let i = 0; i < 3000; i++) {
      const bytes = Uint8Array.from({ length: 1 + random(120) }, () => random(256));
      bytes[0] = starts[random(starts.length)]!;
      check(bytesToHex(bytes));
    }
  });

  test('deeply nested lists are refused without recursion', () => {
    check(`0x0b${'00'.repeat(8)}f9ffff${'f9ffff'.repeat(30_000)}`);
  });

  const header: Hex = `0x0b${'00'.repeat(8)}`;
  test.each<[string, Hex, number]>([
    ['a transaction before any block', '0xc0', 0],
    ['a header cut off', '0x0b0000', 0],
    ['an unknown first byte', concatHex([header, '0x42']), 9],
    ['a list that promises too much', concatHex([header, '0xf90100']), 9],
    ['a nested list', concatHex([header, '0xc1c0']), 10],
    ['a list of the wrong size', concatHex([header, '0xc180']), 9],
    ['a typed transaction without its percentage', concatHex([header, '0x0f8202c0']), 13],
    ['a legacy transaction without a signature', concatHex([header, '0xc6808080808080']), 16],
  ])('%s is refused at its offset', (_name, data, offset) => {
    expect(() => decodeBatchL2Data(data)).toThrow(expect.objectContaining({ offset }));
  });

  test('a block mark in a forced batch is refused', () => {
    expect(() => decodeTransactionList(header)).toThrow(BatchDecodeError);
  });

  test.each<[string, Hex]>([
    ['nothing', '0x'],
    ['a zero type', '0x0001'],
    ['no RLP', '0xf8'],
    ['eight fields', toRlp(Array.from({ length: 8 }, () => '0x01' as const))],
    ['a signature v of 29', toRlp(['0x', '0x', '0x', to, '0x', '0x', '0x1d', '0x01', '0x01'])],
    [
      'an integer with a leading zero',
      toRlp(['0x00', '0x', '0x', to, '0x', '0x', '0x1b', '0x01', '0x01']),
    ],
  ])('%s cannot be encoded', (_name, raw) => {
    expect(() => encodeBatchTransaction({ raw })).toThrow(BatchEncodeError);
    expect(() => batchTransactionLength({ raw })).toThrow(BatchEncodeError);
  });

  test('a number that does not fit cannot be encoded', () => {
    const block = { deltaTimestamp: 2 ** 32, l1InfoTreeIndex: 0, transactions: [] };
    expect(() => encodeBatchL2Data([block])).toThrow(BatchFieldError);
    const transaction = { raw: raws[0]!, effectivePercentage: 256 };
    expect(() => encodeBatchTransaction(transaction)).toThrow(BatchFieldError);
  });
});
