import { type Hex, hexToBytes } from 'viem';
import { BLOCK_HEADER_BYTES, BLOCK_MARK } from './encodeBatchL2Data.ts';
import { BatchDecodeError } from './errors.ts';
import { readBatchTransaction } from './transactionCodec.ts';
import type { BatchBlock } from './types.ts';

/**
 * The blocks of a normal batch, with each transaction rebuilt as it was signed.
 * Whatever is accepted encodes to the same bytes again.
 * @throws BatchDecodeError with the offset of what is malformed
 */
export function decodeBatchL2Data(data: Hex): BatchBlock[] {
  const bytes = hexToBytes(data);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: BatchBlock[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    if (bytes[offset] === BLOCK_MARK) {
      if (offset + BLOCK_HEADER_BYTES > bytes.length) {
        throw new BatchDecodeError({ offset, reason: 'a block header is cut off' });
      }
      const deltaTimestamp = view.getUint32(offset + 1);
      const l1InfoTreeIndex = view.getUint32(offset + 5);
      blocks.push({ deltaTimestamp, l1InfoTreeIndex, transactions: [] });
      offset += BLOCK_HEADER_BYTES;
      continue;
    }
    const block = blocks.at(-1);
    if (!block) {
      throw new BatchDecodeError({ offset, reason: 'the data does not start with a block (0x0b)' });
    }
    const { transaction, end } = readBatchTransaction({ bytes, offset });
    block.transactions.push(transaction);
    offset = end;
  }
  return blocks;
}
