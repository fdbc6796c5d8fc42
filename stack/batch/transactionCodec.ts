import { bytesToBigInt, bytesToHex, concatBytes, type Hex, hexToBytes, toBytes, toRlp } from 'viem';
import { BatchDecodeError, BatchEncodeError, BatchFieldError } from './errors.ts';
import { readRlpItem, readRlpStrings } from './rlp.ts';
import type { BatchTransaction } from './types.ts';

/** First byte of a typed transaction in batch data. */
const TYPED = 0x0f;
const FULL_PRICE = 255;
const EMPTY = new Uint8Array();
/** Positions in a legacy transaction: nonce, gas price, gas, to, value, data; then v, r, s. */
const LEGACY_INTEGERS = [0, 1, 2, 4];

/**
 * The bytes that stand for a signed transaction in batch data.
 * Legacy: RLP of what was signed, r, s, v as 27 or 28, percentage. Typed: 0x0f, RLP string of the
 * transaction, percentage. (Etrog encoding; 0x0f is cdk-erigon's for a type-1 chain.)
 * @throws BatchEncodeError
 * @throws BatchFieldError for a percentage that is no byte
 */
export function encodeBatchTransaction(o: { raw: Hex; effectivePercentage?: number }): Uint8Array {
  const bytes = hexToBytes(o.raw);
  const percentage = percentageByte(o.effectivePercentage ?? FULL_PRICE);
  const first = bytes[0] ?? 0;
  if (first >= 0xc0) return concatBytes([encodeLegacy({ raw: o.raw, bytes }), percentage]);
  if (first === 0 || first >= 0x80) {
    throw new BatchEncodeError({ raw: o.raw, reason: `no transaction starts with byte ${first}` });
  }
  return concatBytes([Uint8Array.of(TYPED), toRlp(bytes, 'bytes'), percentage]);
}

/**
 * Bytes that {@link encodeBatchTransaction} makes of it, without making them where it can.
 * @throws BatchEncodeError
 */
export function batchTransactionLength(o: { raw: Hex }): number {
  const first = Number.parseInt(o.raw.slice(2, 4), 16);
  if (!(first > 0 && first < 0x80)) return encodeBatchTransaction(o).length;
  const length = (o.raw.length - 2) / 2;
  return 1 + rlpPrefixLength(length) + length + 1;
}

/** Of a string that starts with a byte below 0x80. */
function rlpPrefixLength(length: number): number {
  if (length === 1) return 0;
  if (length < 56) return 1;
  return 1 + Math.ceil(length.toString(16).length / 2);
}

function encodeLegacy(o: { raw: Hex; bytes: Uint8Array }): Uint8Array {
  const fields = readLegacyFields(o);
  const [v, r, s] = fields.slice(6) as [Uint8Array, Uint8Array, Uint8Array];
  const signature = v.length > 32 ? -1n : bytesToBigInt(v);
  const unprotected = signature === 27n || signature === 28n;
  if ((!unprotected && signature < 35n) || r.length > 32 || s.length > 32) {
    throw new BatchEncodeError({ raw: o.raw, reason: 'its signature is not one of a transaction' });
  }
  const parity = unprotected ? signature - 27n : (signature - 35n) & 1n;
  const chainId = integerBytes((signature - 35n) >> 1n);
  const signed = [...fields.slice(0, 6), ...(unprotected ? [] : [chainId, EMPTY, EMPTY])];
  return concatBytes([
    toRlp(signed, 'bytes'),
    leftPad32(r),
    leftPad32(s),
    Uint8Array.of(27 + Number(parity)),
  ]);
}

function readLegacyFields(o: { raw: Hex; bytes: Uint8Array }): Uint8Array[] {
  const { raw, bytes } = o;
  try {
    const list = readRlpItem({ bytes, offset: 0, limit: bytes.length });
    const fields = readRlpStrings({ bytes, list });
    if (list.end !== bytes.length || fields.length !== 9) {
      throw new BatchEncodeError({ raw, reason: `it has ${fields.length} fields, not 9` });
    }
    const padded = [...LEGACY_INTEGERS, 6, 7, 8].find((i) => fields[i]![0] === 0);
    if (padded !== undefined) {
      throw new BatchEncodeError({ raw, reason: `field ${padded} has a leading zero` });
    }
    return fields;
  } catch (cause) {
    if (cause instanceof BatchEncodeError) throw cause;
    throw new BatchEncodeError({ raw, reason: 'it is not RLP', cause });
  }
}

/**
 * Reads one transaction at `offset` and rebuilds it as it was signed.
 * @returns the transaction and the offset after it
 * @throws BatchDecodeError
 */
export function readBatchTransaction(o: { bytes: Uint8Array; offset: number }): {
  transaction: BatchTransaction;
  end: number;
} {
  const first = o.bytes[o.offset]!;
  if (first === TYPED) return readTyped(o);
  if (first >= 0xc0) return readLegacy(o);
  throw new BatchDecodeError({
    offset: o.offset,
    reason: `byte 0x${first.toString(16).padStart(2, '0')} starts neither a block nor a transaction`,
  });
}

function readTyped(o: { bytes: Uint8Array; offset: number }) {
  const { bytes } = o;
  const item = readRlpItem({ bytes, offset: o.offset + 1, limit: bytes.length });
  const type = bytes[item.start];
  if (item.kind === 'list' || item.end === item.start || type === 0 || type! >= 0x80) {
    throw new BatchDecodeError({ offset: o.offset + 1, reason: 'not a typed transaction' });
  }
  const effectivePercentage = readPercentage({ bytes, offset: item.end });
  const raw = bytesToHex(bytes.subarray(item.start, item.end));
  return { transaction: { raw, effectivePercentage }, end: item.end + 1 };
}

function readLegacy(o: { bytes: Uint8Array; offset: number }) {
  const { bytes, offset } = o;
  const list = readRlpItem({ bytes, offset, limit: bytes.length });
  const fields = readRlpStrings({ bytes, list });
  assertLegacyFields({ fields, offset });
  const vOffset = list.end + 64;
  if (vOffset >= bytes.length) {
    throw new BatchDecodeError({ offset: list.end, reason: 'the signature is cut off' });
  }
  const parity = bytes[vOffset]! - 27;
  if (parity !== 0 && parity !== 1) {
    throw new BatchDecodeError({ offset: vOffset, reason: `v is ${parity + 27}, not 27 or 28` });
  }
  const effectivePercentage = readPercentage({ bytes, offset: vOffset + 1 });
  const chainId = fields[6];
  const v = chainId ? bytesToBigInt(chainId) * 2n + 35n : 27n;
  const raw = toRlp(
    [
      ...fields.slice(0, 6),
      integerBytes(v + BigInt(parity)),
      trimZeros(bytes.subarray(list.end, list.end + 32)),
      trimZeros(bytes.subarray(list.end + 32, vOffset)),
    ],
    'hex',
  );
  return { transaction: { raw, effectivePercentage }, end: vOffset + 2 };
}

function assertLegacyFields(o: { fields: Uint8Array[]; offset: number }): void {
  const { fields, offset } = o;
  const protectedTail = fields.length === 9 && fields[7]!.length === 0 && fields[8]!.length === 0;
  if (fields.length !== 6 && !protectedTail) {
    throw new BatchDecodeError({ offset, reason: 'not the fields of a legacy transaction' });
  }
  if (fields.length === 9 && fields[6]!.length > 31) {
    throw new BatchDecodeError({ offset, reason: 'a chain id of more than 31 bytes' });
  }
  const integers = fields.length === 9 ? [...LEGACY_INTEGERS, 6] : LEGACY_INTEGERS;
  const padded = integers.find((i) => fields[i]![0] === 0);
  if (padded !== undefined) {
    throw new BatchDecodeError({ offset, reason: `field ${padded} has a leading zero` });
  }
}

function percentageByte(value: number): Uint8Array {
  if (Number.isInteger(value) && value >= 0 && value <= 255) return Uint8Array.of(value);
  throw new BatchFieldError({ field: 'effectivePercentage', value, bits: 8 });
}

function readPercentage(o: { bytes: Uint8Array; offset: number }): number {
  const byte = o.bytes[o.offset];
  if (byte === undefined) {
    throw new BatchDecodeError({ offset: o.offset, reason: 'the gas price percentage is missing' });
  }
  return byte;
}

function integerBytes(value: bigint): Uint8Array {
  return value <= 0n ? EMPTY : toBytes(value);
}

function trimZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first === -1 ? EMPTY : bytes.subarray(first);
}

function leftPad32(bytes: Uint8Array): Uint8Array {
  return concatBytes([new Uint8Array(32 - bytes.length), bytes]);
}
