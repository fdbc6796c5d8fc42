import { type Address, getAddress, type Hex, isHex } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { keccak } from './keccak.ts';
import { type ReadTransaction, readTransaction } from './readTransaction.ts';
import { recoverSender } from './recoverSender.ts';

/** A signed transaction with everything that admission and ordering need. */
export interface PooledTransaction extends Omit<ReadTransaction, 'signed'> {
  hash: Hex;
  raw: Hex;
  from: Address;
}

/** Bytes; the limit of geth's pool. */
const MAX_SIZE = 128 * 1024;

/**
 * Decodes a raw transaction and recovers its sender.
 * @throws RpcError when it is malformed, not canonical, too large, badly signed, or of a type that
 *   is not served (blobs, EIP-4844, and delegations, EIP-7702)
 */
export async function parsePooled(o: { raw: unknown }): Promise<PooledTransaction> {
  const { raw } = o;
  if (!isHex(raw) || raw.length < 4 || raw.length % 2 !== 0) {
    throw new RpcError({
      code: rpcErrorCode.invalidParams,
      message: 'invalid raw transaction: want 0x-prefixed bytes',
    });
  }
  const bytes = Buffer.from(raw.slice(2), 'hex');
  if (bytes.length > MAX_SIZE) {
    throw new RpcError({
      code: rpcErrorCode.server,
      message: `oversized data: transaction size ${bytes.length}, limit ${MAX_SIZE}`,
    });
  }
  const { signed, ...fields } = readTransaction(bytes);
  const from = getAddress(
    await recoverSender({ hash: keccak(signed), signature: fields.signature }),
  );
  return {
    ...fields,
    hash: keccak(bytes),
    raw: raw.toLowerCase() as Hex,
    from,
  };
}
