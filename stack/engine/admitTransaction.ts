import { size } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { intrinsicGas } from './intrinsicGas.ts';
import type { PooledTransaction } from './parsePooled.ts';
import type { EngineConfig } from './types.ts';

const MAX_NONCE = 2n ** 64n - 1n;
/** bytes, EIP-3860 */
const MAX_INITCODE = 49_152;

/**
 * The rules that need nothing but the transaction and the chain's configuration.
 * @throws RpcError -32000 with what the transaction has and what is wanted
 */
export function assertWellPriced(o: {
  transaction: PooledTransaction;
  config: EngineConfig;
  allowUnprotected: boolean;
}): void {
  const { transaction: t, config } = o;
  if (t.chainId === undefined && !o.allowUnprotected) {
    refuse('only replay-protected (EIP-155) transactions are allowed');
  }
  if (t.chainId !== undefined && t.chainId !== config.chainId) {
    refuse(`invalid chain id, have ${t.chainId} want ${config.chainId}`);
  }
  if (t.nonce >= MAX_NONCE) refuse(`nonce has max value: nonce ${t.nonce}`);
  if (t.gas > config.blockGasLimit) {
    refuse(`exceeds block gas limit: have ${t.gas}, limit ${config.blockGasLimit}`);
  }
  assertGasSuffices(t, config);
}

/**
 * The sender must be able to pay for this transaction after all its others in the pool.
 * @param o.balance wei the sender has
 * @param o.committed wei its other pooled transactions may cost
 * @throws RpcError -32000
 */
export function assertFunded(o: {
  transaction: PooledTransaction;
  balance: bigint;
  committed: bigint;
}): void {
  const want = upfrontCost(o.transaction) + o.committed;
  if (o.balance >= want) return;
  const queued = o.committed > 0n ? `, ${o.committed} of it for queued transactions` : '';
  refuse(
    `insufficient funds for gas * price + value: address ${o.transaction.from} have ${o.balance} want ${want}${queued}`,
  );
}

/** wei that the sender must have for the transaction to start */
export function upfrontCost(t: PooledTransaction): bigint {
  return t.gas * t.maxFeePerGas + t.value;
}

function assertGasSuffices(t: PooledTransaction, config: EngineConfig): void {
  const creates = t.to === undefined;
  if (creates && size(t.data) > MAX_INITCODE) {
    refuse(`max initcode size exceeded: code size ${size(t.data)}, limit ${MAX_INITCODE}`);
  }
  const { data, accessList } = t;
  const want = intrinsicGas({ hardfork: config.hardfork, data, creates, accessList });
  if (t.gas < want) refuse(`intrinsic gas too low: have ${t.gas}, want ${want}`);
}

function refuse(message: string): never {
  throw new RpcError({ code: rpcErrorCode.server, message });
}
