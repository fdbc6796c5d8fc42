import type { Hex } from 'viem';
import type { DevChain } from '../engine/types.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';

/**
 * debug_traceBlockBy…: the trace of each transaction of a block, one after the other, because a
 * trace may take many megabytes while it is made.
 * @throws RpcError -32000 when there is no such block
 */
export async function traceBlock(o: {
  chain: DevChain;
  block: Promise<Record<string, unknown> | null>;
  options: unknown;
}): Promise<{ txHash: Hex; result: unknown }[]> {
  const block = await o.block;
  if (!block) throw new RpcError({ code: rpcErrorCode.server, message: 'block not found' });
  const traces: { txHash: Hex; result: unknown }[] = [];
  for (const txHash of block['transactions'] as Hex[]) {
    const params = o.options === undefined ? [txHash] : [txHash, o.options];
    traces.push({ txHash, result: await o.chain.request('debug_traceTransaction', params) });
  }
  return traces;
}
