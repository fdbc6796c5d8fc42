import { type Address, getAddress, type Hex } from 'viem';
import { z } from 'zod';

const text = (pattern: RegExp, error: string) => z.string(error).regex(pattern, error);

const WHOLE = 'a whole number from 0 to 2^32 - 1';

/** Networks, deposit counts, places in a list. */
export const uint32 = text(/^\d{1,10}$/, WHOLE)
  .transform(Number)
  .refine((value) => value < 2 ** 32, WHOLE);

export const address = text(/^0x[0-9a-fA-F]{40}$/, 'an address, 0x and 40 hex digits').transform(
  (value): Address => getAddress(value),
);

export const hash = text(/^0x[0-9a-fA-F]{64}$/, '0x and 64 hex digits').transform(
  (value): Hex => value.toLowerCase() as Hex,
);

export const leafType = text(/^[01]$/, '0 (asset) or 1 (message)').transform(Number);

export const globalIndex = text(/^\d{1,78}$/, 'a whole number in decimal').transform(BigInt);

export const flag = text(/^(true|false|0|1)$/, 'true or false').transform(
  (value) => value === 'true' || value === '1',
);

const LIST = 'at most 5 network ids, separated by commas';

export const networkIds = text(/^\d{1,10}(,\d{1,10}){0,4}$/, LIST)
  .transform((value) => value.split(',').map(Number))
  .refine((ids) => ids.every((id) => id < 2 ** 32), LIST);

/** Both the number and the size of a page in the dialect of zkevm-bridge-service. */
export const offsetPage = {
  offset: uint32.optional().describe('Entries to pass over; 0 unless told.'),
  limit: uint32.optional().describe('Most entries to return; 25 unless told, never more than 100.'),
};

/** As a page of the store; a limit above the largest is the largest. */
export function pageOf(o: { offset?: number | undefined; limit?: number | undefined }) {
  return { offset: o.offset ?? 0, limit: Math.min(o.limit ?? 25, 100) };
}

const counted = (most: number) => {
  const error = `a whole number from 1 to ${most}`;
  return uint32.refine((value) => value >= 1 && value <= most, error);
};

/** The same in the dialect of aggkit, where pages are counted from 1. */
export const numberedPage = {
  page_number: counted(2 ** 31 - 1)
    .optional()
    .describe('From 1; 1 unless told.'),
  page_size: counted(200).optional().describe('20 unless told, at most 200.'),
};

export function numberedPageOf(o: {
  page_number?: number | undefined;
  page_size?: number | undefined;
}) {
  const limit = o.page_size ?? 20;
  return { offset: ((o.page_number ?? 1) - 1) * limit, limit };
}
