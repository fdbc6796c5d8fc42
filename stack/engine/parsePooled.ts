import {
  type AccessList,
  type Address,
  BaseError,
  concat,
  getAddress,
  type Hex,
  isHex,
  keccak256,
  numberToHex,
  pad,
  parseTransaction,
  type Signature,
  serializeTransaction,
  size,
  slice,
  type TransactionSerializable,
  type TransactionSerialized,
} from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { DevChain } from './types.ts';

/** A signed transaction with everything that admission and ordering need. */
export interface PooledTransaction {
  hash: Hex;
  raw: Hex;
  from: Address;
  type: 'legacy' | 'eip2930' | 'eip1559';
  /** Absent in a legacy transaction without replay protection (before EIP-155). */
  chainId: bigint | undefined;
  nonce: bigint;
  to: Address | undefined;
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
}

const SERVED_TYPES = ['legacy', 'eip2930', 'eip1559'] as const;
/** Bytes; the limit of geth's pool. */
const MAX_SIZE = 128 * 1024;
const HALF_CURVE_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

const ECRECOVER: Address = '0x0000000000000000000000000000000000000001';

/**
 * Decodes a raw transaction and recovers its sender. The recovery runs in the engine, through the
 * ecrecover precompile, because that is some 25 times as fast as doing it in JavaScript.
 * @throws RpcError when it is malformed, not canonical, too large, badly signed, or of a type that
 *   is not served (blobs, EIP-4844, and delegations, EIP-7702)
 */
export async function parsePooled(o: {
  chain: Pick<DevChain, 'request'>;
  raw: unknown;
}): Promise<PooledTransaction> {
  const { raw } = o;
  if (!isHex(raw) || raw.length < 4 || raw.length % 2 !== 0) {
    throw new RpcError({
      code: rpcErrorCode.invalidParams,
      message: 'invalid raw transaction: want 0x-prefixed bytes',
    });
  }
  const bytes = raw.toLowerCase() as Hex;
  assertServable(bytes);
  const { transaction, signature } = decode(bytes);
  const signedHash = keccak256(serializeTransaction(transaction));
  const from = await recover({ chain: o.chain, signedHash, signature });
  return { hash: keccak256(bytes), raw: bytes, from, ...fields(transaction), signature };
}

async function recover(o: {
  chain: Pick<DevChain, 'request'>;
  signedHash: Hex;
  signature: PooledTransaction['signature'];
}): Promise<Address> {
  const { r, s, yParity } = o.signature;
  const data = concat([o.signedHash, pad(numberToHex(27 + yParity)), pad(r), pad(s)]);
  const answer = await o.chain.request<Hex>('eth_call', [{ to: ECRECOVER, data }, 'latest']);
  if (size(answer) !== 32) throw refuse('invalid signature');
  return getAddress(slice(answer, 12));
}

function assertServable(raw: Hex): void {
  const type = Number.parseInt(raw.slice(2, 4), 16);
  if (type > 2 && type < 0xc0) {
    throw refuse(`transaction type ${type} not supported, have types 0, 1 and 2`);
  }
  if (size(raw) > MAX_SIZE) {
    throw refuse(`oversized data: transaction size ${size(raw)}, limit ${MAX_SIZE}`);
  }
}

function decode(raw: Hex): {
  transaction: TransactionSerializable;
  signature: PooledTransaction['signature'];
} {
  const { r, s, v, yParity, ...rest } = parse(raw);
  if (!r || !s || yParity === undefined) throw refuse('transaction is not signed');
  if (BigInt(s) > HALF_CURVE_ORDER) throw refuse('invalid signature: s is in the upper half');
  const signature = { r, s, yParity, ...(v === undefined ? {} : { v }) };
  const transaction = rest as TransactionSerializable;
  if (serializeTransaction(transaction, signature as Signature) !== raw) {
    throw refuse('transaction encoding is not canonical');
  }
  return { transaction, signature };
}

function parse(raw: Hex): TransactionSerializable & Partial<Signature> {
  try {
    return parseTransaction(raw as TransactionSerialized) as ReturnType<typeof parse>;
  } catch (cause) {
    const reason = cause instanceof BaseError ? `: ${cause.shortMessage}` : '';
    throw refuse(`malformed transaction${reason}`, cause);
  }
}

function fields(
  t: TransactionSerializable,
): Omit<PooledTransaction, 'hash' | 'raw' | 'from' | 'signature'> {
  const type = SERVED_TYPES.find((served) => served === (t.type ?? 'legacy')) ?? 'legacy';
  const price = t.gasPrice ?? 0n;
  return {
    type,
    chainId: t.chainId === undefined ? undefined : BigInt(t.chainId),
    nonce: BigInt(t.nonce ?? 0),
    to: t.to ?? undefined,
    value: t.value ?? 0n,
    gas: t.gas ?? 0n,
    maxFeePerGas: type === 'eip1559' ? (t.maxFeePerGas ?? 0n) : price,
    maxPriorityFeePerGas: type === 'eip1559' ? (t.maxPriorityFeePerGas ?? 0n) : price,
    data: t.data ?? '0x',
    accessList: t.accessList ?? [],
  };
}

function refuse(message: string, cause?: unknown): RpcError {
  return new RpcError({ code: rpcErrorCode.server, message, cause });
}
