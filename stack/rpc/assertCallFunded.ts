import { type Hex, hexToBigInt, isAddress, isHex } from 'viem';
import type { DevChain } from '../engine/types.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';

/**
 * Refuses a simulated call whose sender cannot pay what it carries: the engine would run it, and a user
 * would be told that a transaction works which no block takes.
 * @param o.params call, block, state overrides
 * @throws RpcError -32000, in geth's words
 */
export async function assertCallFunded(o: {
  chain: DevChain;
  params: readonly unknown[];
}): Promise<void> {
  const [call, block, overrides] = o.params;
  if (typeof call !== 'object' || call === null) return;
  const { from, value } = call as { from?: unknown; value?: unknown };
  if (!isHex(value) || value === '0x' || !isAddress(String(from), { strict: false })) return;
  const want = hexToBigInt(value);
  if (want === 0n || isOverridden({ overrides, from: String(from) })) return;
  const at = block === undefined || block === 'pending' ? 'latest' : block;
  const have = hexToBigInt(await o.chain.request<Hex>('eth_getBalance', [from, at]));
  if (have >= want) return;
  throw new RpcError({
    code: rpcErrorCode.server,
    message: `insufficient funds for gas * price + value: address ${from} have ${have} want ${want}`,
  });
}

function isOverridden(o: { overrides: unknown; from: string }): boolean {
  if (typeof o.overrides !== 'object' || o.overrides === null) return false;
  const names = Object.keys(o.overrides);
  return names.some((name) => name.toLowerCase() === o.from.toLowerCase());
}
