import type { TransactionSerialized } from 'viem';
import {
  type Address,
  type Hash,
  type Hex,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
} from 'viem';
import { createL1Client } from '../l1info/index.ts';
import { ForcedWouldBeSkippedError } from './errors.ts';

/**
 * Looks whether the L2 would run a transaction as its state is now: a forced one that is not valid is
 * skipped, and its POL is spent all the same.
 * @returns who signed it, and its hash
 * @throws ForcedWouldBeSkippedError
 */
export async function assertNotSkipped(o: {
  raw: Hex;
  /** Of the L2. */
  chainId: bigint;
  l2RpcUrl: string;
}): Promise<{ from: Address; hash: Hash }> {
  const hash = keccak256(o.raw);
  const serializedTransaction = o.raw as TransactionSerialized;
  const { chainId, nonce = 0, gas = 0n, value = 0n, ...fees } = parseTransaction(o.raw);
  const from = await recoverTransactionAddress({ serializedTransaction });
  const refuse = (reason: string) => new ForcedWouldBeSkippedError({ hash, reason });
  if (chainId !== undefined && BigInt(chainId) !== o.chainId) {
    throw refuse(`it is for chain ${chainId}, the L2 has ${o.chainId}`);
  }
  const client = createL1Client(o.l2RpcUrl);
  const [next, balance] = await Promise.all([
    client.getTransactionCount({ address: from }),
    client.getBalance({ address: from }),
  ]);
  if (nonce !== next) throw refuse(`its nonce is ${nonce}, ${from} is at ${next}`);
  const cost = value + gas * (fees.maxFeePerGas ?? fees.gasPrice ?? 0n);
  if (balance < cost) throw refuse(`it may cost ${cost} wei of BIG, ${from} has ${balance}`);
  return { from, hash };
}
