import { BatchDecodeError } from './errors.ts';

/** Where an RLP item's payload lies. */
export interface RlpItem {
  kind: 'string' | 'list';
  start: number;
  end: number;
}

/**
 * Reads one RLP header. A library's decoder tells neither where it failed nor how far it read, and
 * recurses as deep as a hostile input wants; batch data has no nested lists.
 * @throws BatchDecodeError also for encodings that are not the shortest one
 */
export function readRlpItem(o: { bytes: Uint8Array; offset: number; limit: number }): RlpItem {
  const { bytes, offset, limit } = o;
  if (offset >= limit) throw new BatchDecodeError({ offset, reason: 'an RLP item is missing' });
  const first = bytes[offset]!;
  if (first < 0x80) return { kind: 'string', start: offset, end: offset + 1 };
  const kind = first < 0xc0 ? 'string' : 'list';
  const short = first - (kind === 'string' ? 0x80 : 0xc0);
  const item: RlpItem =
    short < 56
      ? { kind, start: offset + 1, end: offset + 1 + short }
      : readLongItem({ bytes, offset, limit, kind, lengthBytes: short - 55 });
  if (item.end > limit) {
    const wanted = item.end - item.start;
    throw new BatchDecodeError({
      offset,
      reason: `an RLP ${kind} of ${wanted} bytes does not fit into the ${limit - item.start} left`,
    });
  }
  const needless = kind === 'string' && item.end - item.start === 1 && bytes[item.start]! < 0x80;
  if (needless)
    throw new BatchDecodeError({ offset, reason: 'a single byte has a needless prefix' });
  return item;
}

function readLongItem(o: {
  bytes: Uint8Array;
  offset: number;
  limit: number;
  kind: RlpItem['kind'];
  lengthBytes: number;
}): RlpItem {
  const start = o.offset + 1 + o.lengthBytes;
  // Four length bytes already tell more than any data here can hold.
  if (start > o.limit || o.lengthBytes > 4) {
    throw new BatchDecodeError({ offset: o.offset, reason: 'an RLP length does not fit' });
  }
  let length = 0;
  for (const byte of o.bytes.subarray(o.offset + 1, start)) length = length * 256 + byte;
  if (o.bytes[o.offset + 1] === 0 || length < 56) {
    throw new BatchDecodeError({ offset: o.offset, reason: 'an RLP length is not the shortest' });
  }
  return { kind: o.kind, start, end: start + length };
}

/**
 * The strings of a list that holds nothing else.
 * @throws BatchDecodeError
 */
export function readRlpStrings(o: { bytes: Uint8Array; list: RlpItem }): Uint8Array[] {
  const strings: Uint8Array[] = [];
  for (let offset = o.list.start; offset < o.list.end; ) {
    const item = readRlpItem({ bytes: o.bytes, offset, limit: o.list.end });
    if (item.kind === 'list') throw new BatchDecodeError({ offset, reason: 'a list in a list' });
    strings.push(o.bytes.subarray(item.start, item.end));
    offset = item.end;
  }
  return strings;
}
