import { type Hex, numberToHex } from 'viem';
import type { PooledTransaction } from '../engine/parsePooled.ts';

const typeNumber = { legacy: '0x0', eip2930: '0x1', eip1559: '0x2' } as const;

/** A transaction that is in no block yet, as eth_getTransactionByHash tells it. */
export function formatPending(t: PooledTransaction): Record<string, unknown> {
  const { v, yParity, r, s } = t.signature;
  const parity = numberToHex(yParity);
  return {
    hash: t.hash,
    type: typeNumber[t.type],
    blockHash: null,
    blockNumber: null,
    transactionIndex: null,
    from: t.from.toLowerCase(),
    to: t.to?.toLowerCase() ?? null,
    nonce: numberToHex(t.nonce),
    value: numberToHex(t.value),
    gas: numberToHex(t.gas),
    gasPrice: numberToHex(t.maxFeePerGas),
    input: t.data,
    ...(t.chainId === undefined ? {} : { chainId: numberToHex(t.chainId) }),
    ...(t.type === 'legacy' ? {} : { accessList: t.accessList, yParity: parity }),
    ...(t.type === 'eip1559' ? feeFields(t) : {}),
    v: t.type === 'legacy' ? numberToHex(v ?? BigInt(27 + yParity)) : parity,
    r,
    s,
  };
}

function feeFields(t: PooledTransaction): Record<string, Hex> {
  return {
    maxFeePerGas: numberToHex(t.maxFeePerGas),
    maxPriorityFeePerGas: numberToHex(t.maxPriorityFeePerGas),
  };
}
