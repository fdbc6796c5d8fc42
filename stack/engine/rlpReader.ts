import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';

/** Where an RLP item lies: with its prefix from `at`, its payload from `start` to `end`. */
export interface Item {
  list: boolean;
  at: number;
  start: number;
  end: number;
}

/** Items of one list; a transaction has few, an access list may have many. */
const MAX_ITEMS = 10_000;

/**
 * Reads the prefix at `offset`; only the shortest encoding is taken.
 * @throws RpcError -32000
 */
export function readItem(o: { bytes: Uint8Array; offset: number; limit: number }): Item {
  const { bytes, offset: at, limit } = o;
  const first = bytes[at];
  if (first === undefined || at >= limit) throw malformed(at, 'an item is missing');
  if (first < 0x80) return { list: false, at, start: at, end: at + 1 };
  const list = first >= 0xc0;
  const short = first - (list ? 0xc0 : 0x80);
  const start = short < 56 ? at + 1 : at + 1 + short - 55;
  const length = short < 56 ? short : readLength({ bytes, at, start });
  const end = start + length;
  if (end > limit) throw malformed(at, `${length} bytes are announced, ${limit - start} are there`);
  if (!list && length === 1 && bytes[start]! < 0x80) throw malformed(at, 'a needless prefix');
  return { list, at, start, end };
}

function readLength(o: { bytes: Uint8Array; at: number; start: number }): number {
  const { bytes, at, start } = o;
  // Four bytes already tell more than any transaction can hold.
  if (start - at > 5 || start > bytes.length) throw malformed(at, 'its length does not fit');
  let length = 0;
  for (let i = at + 1; i < start; i += 1) length = length * 256 + bytes[i]!;
  if (bytes[at + 1] === 0 || length < 56) throw malformed(at, 'its length is not the shortest');
  return length;
}

/**
 * The items of a list, one level deep.
 * @throws RpcError -32000
 */
export function itemsOf(o: { bytes: Uint8Array; list: Item }): Item[] {
  const items: Item[] = [];
  for (let offset = o.list.start; offset < o.list.end; ) {
    const item = readItem({ bytes: o.bytes, offset, limit: o.list.end });
    items.push(item);
    offset = item.end;
    if (items.length > MAX_ITEMS) throw malformed(offset, `more than ${MAX_ITEMS} items`);
  }
  return items;
}

/** The prefix of a list with a payload of that many bytes. */
export function listHeader(length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(0xc0 + length);
  const size = length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  const header = Buffer.alloc(1 + size);
  header[0] = 0xf7 + size;
  header.writeUIntBE(length, 1, size);
  return header;
}

function malformed(offset: number, reason: string): RpcError {
  return new RpcError({
    code: rpcErrorCode.server,
    message: `malformed transaction: at byte ${offset}, ${reason}; its encoding is not canonical RLP`,
  });
}
