import { type Hex, hexToBytes } from 'viem';
import { BLOCK_MARK } from './encodeBatchL2Data.ts';
import { BatchDecodeError } from './errors.ts';
import { readBatchTransaction } from './transactionCodec.ts';
import type { BatchTransaction } from './types.ts';

/**
 * The transactions of an injected or forced batch, which has no block marks.
 * @throws BatchDecodeError with the offset of what is malformed, a 0x0b included
 */
export function decodeTransactionList(data: Hex): BatchTransaction[] {
  const bytes = hexToBytes(data);
  const transactions: BatchTransaction[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    if (bytes[offset] === BLOCK_MARK) {
      throw new BatchDecodeError({ offset, reason: 'a block mark (0x0b) is not allowed here' });
    }
    const { transaction, end } = readBatchTransaction({ bytes, offset });
    transactions.push(transaction);
    offset = end;
  }
  return transactions;
}
