import type { AccessList, Hex } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { type Item, itemsOf, listHeader, readItem } from './rlpReader.ts';

export type TransactionType = 'legacy' | 'eip2930' | 'eip1559';

/** What a raw transaction says, before anything is known of its sender. */
export interface ReadTransaction {
  type: TransactionType;
  /** Absent in a legacy transaction without replay protection (before EIP-155). */
  chainId: bigint | undefined;
  nonce: bigint;
  /** 20 bytes, lower case; absent when it creates a contract. */
  to: Hex | undefined;
  /** wei */
  value: bigint;
  gas: bigint;
  /** wei per gas; the gas price of the types that have only that */
  maxFeePerGas: bigint;
  /** wei per gas */
  maxPriorityFeePerGas: bigint;
  data: Hex;
  accessList: AccessList;
  signature: { r: Hex; s: Hex; yParity: number; v?: bigint };
  /** The bytes whose keccak256 was signed. */
  signed: Uint8Array;
}

interface Shape {
  type: TransactionType;
  /** Fields before the signature. */
  fields: number;
  chainId: number;
  nonce: number;
  tip: number;
  fee: number;
  gas: number;
}

const LEGACY: Shape = { type: 'legacy', fields: 6, chainId: -1, nonce: 0, tip: 1, fee: 1, gas: 2 };
const TYPED: Readonly<Record<number, Shape>> = {
  1: { type: 'eip2930', fields: 8, chainId: 0, nonce: 1, tip: 2, fee: 2, gas: 3 },
  2: { type: 'eip1559', fields: 9, chainId: 0, nonce: 1, tip: 2, fee: 3, gas: 4 },
};
const HALF_CURVE_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
const SIGNATURE_FIELDS = 3;

/**
 * Reads a signed transaction of type 0, 1 or 2. It takes a tenth of the time of a general decoder,
 * because it copies nothing but the fields, and it takes only the one canonical encoding.
 * @param bytes the transaction as it is sent
 * @throws RpcError -32000 with what is wrong
 */
export function readTransaction(bytes: Buffer): ReadTransaction {
  const first = bytes[0] ?? 0;
  const shape = first >= 0xc0 ? LEGACY : TYPED[first];
  if (!shape) throw refuse(`transaction type ${first} not supported, have types 0, 1 and 2`);
  const start = shape === LEGACY ? 0 : 1;
  const list = readItem({ bytes, offset: start, limit: bytes.length });
  if (!list.list) throw refuse('malformed transaction: no list of fields');
  if (list.end !== bytes.length)
    throw refuse('transaction encoding is not canonical: bytes after its end');
  const items = itemsOf({ bytes, list });
  if (items.length === shape.fields) throw refuse('transaction is not signed');
  if (items.length !== shape.fields + SIGNATURE_FIELDS) {
    const wanted = shape.fields + SIGNATURE_FIELDS;
    throw refuse(`malformed transaction: ${items.length} fields, want ${wanted}`);
  }
  return shape === LEGACY ? legacy(bytes, items) : typed({ bytes, items, shape, first });
}

function legacy(bytes: Buffer, items: Item[]): ReadTransaction {
  const v = integer(bytes, items[6]!, 'v', 32);
  const unprotected = v === 27n || v === 28n;
  if (!unprotected && v < 35n) throw refuse(`malformed transaction: v is ${v}`);
  const yParity = Number(unprotected ? v - 27n : (v - 35n) & 1n);
  const chainId = unprotected ? undefined : (v - 35n) >> 1n;
  const fields = bytes.subarray(items[0]!.at, items[5]!.end);
  const tail = chainId === undefined ? [] : [...encodeInteger(chainId), 0x80, 0x80];
  return {
    ...common({ bytes, items, shape: LEGACY }),
    chainId,
    accessList: [],
    signature: { ...scalars(bytes, items, 7), yParity, v },
    signed: Buffer.concat([listHeader(fields.length + tail.length), fields, Buffer.from(tail)]),
  };
}

function typed(o: { bytes: Buffer; items: Item[]; shape: Shape; first: number }): ReadTransaction {
  const { bytes, items, shape } = o;
  const yParity = Number(integer(bytes, items[shape.fields]!, 'yParity', 1));
  if (yParity > 1) throw refuse(`malformed transaction: yParity is ${yParity}`);
  const fields = bytes.subarray(items[0]!.at, items[shape.fields - 1]!.end);
  const read = common({ bytes, items, shape });
  if (read.maxPriorityFeePerGas > read.maxFeePerGas) {
    throw refuse(
      `malformed transaction: the tip ${read.maxPriorityFeePerGas} cannot be higher than the fee cap ${read.maxFeePerGas}`,
    );
  }
  return {
    ...read,
    chainId: integer(bytes, items[0]!, 'chainId', 32),
    accessList: readAccessList(bytes, items[shape.fields - 1]!),
    signature: { ...scalars(bytes, items, shape.fields + 1), yParity },
    signed: Buffer.concat([Buffer.of(o.first), listHeader(fields.length), fields]),
  };
}

function common(o: { bytes: Buffer; items: Item[]; shape: Shape }) {
  const { bytes, items, shape } = o;
  const { gas } = shape;
  const to = items[gas + 1]!;
  const length = to.end - to.start;
  if (to.list || (length !== 0 && length !== 20)) {
    throw refuse(`malformed transaction: "to" has ${length} bytes, want 20 or none`);
  }
  return {
    type: shape.type,
    nonce: integer(bytes, items[shape.nonce]!, 'nonce', 8),
    to: length ? hex(bytes, to) : undefined,
    value: integer(bytes, items[gas + 2]!, 'value', 32),
    gas: integer(bytes, items[gas]!, 'gas', 8),
    maxFeePerGas: integer(bytes, items[shape.fee]!, 'fee', 16),
    maxPriorityFeePerGas: integer(bytes, items[shape.tip]!, 'tip', 16),
    data: hex(bytes, string(items[gas + 3]!, 'data')),
  };
}

function scalars(bytes: Buffer, items: Item[], at: number): { r: Hex; s: Hex } {
  const r = integer(bytes, items[at]!, 'r', 32);
  const s = integer(bytes, items[at + 1]!, 's', 32);
  if (r === 0n && s === 0n) throw refuse('transaction is not signed');
  if (s > HALF_CURVE_ORDER) throw refuse('invalid signature: s is in the upper half');
  return { r: word(r), s: word(s) };
}

function readAccessList(bytes: Buffer, list: Item): AccessList {
  if (!list.list) throw refuse('malformed transaction: the access list is no list');
  return itemsOf({ bytes, list }).map((entry) => {
    const [address, keys, ...rest] = entry.list ? itemsOf({ bytes, list: entry }) : [];
    const valid = address && keys?.list && !rest.length && isFixed(address, 20);
    const slots = valid ? itemsOf({ bytes, list: keys }) : undefined;
    if (!address || !slots?.every((slot) => isFixed(slot, 32))) {
      throw refuse('malformed transaction: an entry of the access list is not one');
    }
    return { address: hex(bytes, address), storageKeys: slots.map((slot) => hex(bytes, slot)) };
  });
}

function isFixed(item: Item, length: number): boolean {
  return !item.list && item.end - item.start === length;
}

function string(item: Item, name: string): Item {
  if (item.list) throw refuse(`malformed transaction: ${name} is a list`);
  return item;
}

function integer(bytes: Buffer, item: Item, name: string, maxBytes: number): bigint {
  const { start, end } = string(item, name);
  const length = end - start;
  if (length === 0) return 0n;
  if (bytes[start] === 0) {
    throw refuse(`transaction encoding is not canonical: ${name} has a leading zero`);
  }
  if (length > maxBytes) {
    throw refuse(`malformed transaction: ${name} has ${length} bytes, want at most ${maxBytes}`);
  }
  if (length <= 6) return BigInt(bytes.readUIntBE(start, length));
  return BigInt(`0x${bytes.toString('hex', start, end)}`);
}

function hex(bytes: Buffer, item: Item): Hex {
  return `0x${bytes.toString('hex', item.start, item.end)}`;
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, '0')}`;
}

function encodeInteger(value: bigint): number[] {
  if (value === 0n) return [0x80];
  const text = value.toString(16);
  const bytes = Buffer.from(text.length % 2 ? `0${text}` : text, 'hex');
  return bytes.length === 1 && bytes[0]! < 0x80 ? [bytes[0]!] : [0x80 + bytes.length, ...bytes];
}

function refuse(message: string): RpcError {
  return new RpcError({ code: rpcErrorCode.server, message });
}
