import { type Hex, numberToHex } from 'viem';
import type { DevChain } from '../engine/types.ts';

const PLAIN_TRANSFER = 21_000n;

/**
 * eth_estimateGas. The engine's search ends one above what a plain transfer needs; wallets know that
 * number and show another as a contract call.
 * @param o.params with the block resolved
 */
export async function estimateGas(o: {
  chain: DevChain;
  params: readonly unknown[];
}): Promise<Hex> {
  const [call, ...rest] = o.params;
  const found = await o.chain.request<Hex>('eth_estimateGas', o.params);
  if (BigInt(found) !== PLAIN_TRANSFER + 1n) return found;
  const plain = numberToHex(PLAIN_TRANSFER);
  const enough = await o.chain
    .request('eth_call', [{ ...(call as object), gas: plain }, ...rest])
    .then(
      () => true,
      () => false,
    );
  return enough ? plain : found;
}
