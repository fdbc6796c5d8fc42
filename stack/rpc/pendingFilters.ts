import { randomBytes } from 'node:crypto';
import type { Hex } from 'viem';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { DevChain } from '../engine/types.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';
import type { RpcMethod } from './RpcMethod.ts';

/** Hashes that a filter keeps for somebody who does not ask for them. */
const MOST_HASHES = 20_000;
const MOST_FILTERS = 1_000;

/** Filters of waiting transactions, which the engine does not know of; others are the engine's. */
export function pendingFilters(o: {
  chain: DevChain;
  mempool: Mempool;
}): Record<string, RpcMethod> {
  const filters = new Map<string, Hex[]>();
  let listening = false;
  const listen = (): void => {
    if (listening) return;
    listening = true;
    o.mempool.onAdd(({ hash }) => {
      for (const hashes of filters.values()) if (hashes.length < MOST_HASHES) hashes.push(hash);
    });
  };
  return {
    eth_newPendingTransactionFilter() {
      if (filters.size >= MOST_FILTERS) {
        const message = `more than ${MOST_FILTERS} filters; uninstall some`;
        throw new RpcError({ code: rpcErrorCode.limitExceeded, message });
      }
      listen();
      const id = `0x${randomBytes(16).toString('hex')}`;
      filters.set(id, []);
      return id;
    },
    eth_getFilterChanges(params) {
      const id = String(params[0]);
      const hashes = filters.get(id);
      if (!hashes) return o.chain.request('eth_getFilterChanges', params);
      filters.set(id, []);
      return hashes;
    },
    eth_uninstallFilter: (params) =>
      filters.delete(String(params[0])) || o.chain.request('eth_uninstallFilter', params),
  };
}
