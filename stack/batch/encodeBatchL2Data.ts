import { bytesToHex, concatBytes, type Hex } from 'viem';
import { BatchFieldError } from './errors.ts';
import { encodeBatchTransaction } from './transactionCodec.ts';
import type { BatchBlock } from './types.ts';

/** First byte of a block in batch data. */
export const BLOCK_MARK = 0x0b;
/** Bytes of a block in batch data, without its transactions. */
export const BLOCK_HEADER_BYTES = 9;

/**
 * Batch data of normal batches: per block `0x0b ‖ deltaTimestamp(u32) ‖ l1InfoTreeIndex(u32)`,
 * then its transactions. The exact inverse of `decodeBatchL2Data`.
 * @throws BatchEncodeError for a transaction that batch data cannot carry
 * @throws BatchFieldError for a header field that is no uint32, or a percentage that is no byte
 */
export function encodeBatchL2Data(blocks: readonly BatchBlock[]): Hex {
  return bytesToHex(
    concatBytes(
      blocks.flatMap((block) => [
        encodeHeader(block),
        ...block.transactions.map((transaction) => encodeBatchTransaction(transaction)),
      ]),
    ),
  );
}

function encodeHeader(block: BatchBlock): Uint8Array {
  const { deltaTimestamp, l1InfoTreeIndex } = block;
  for (const [field, value] of Object.entries({ deltaTimestamp, l1InfoTreeIndex })) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
      throw new BatchFieldError({ field, value, bits: 32 });
    }
  }
  const header = new DataView(new ArrayBuffer(BLOCK_HEADER_BYTES));
  header.setUint8(0, BLOCK_MARK);
  header.setUint32(1, deltaTimestamp);
  header.setUint32(5, l1InfoTreeIndex);
  return new Uint8Array(header.buffer);
}
