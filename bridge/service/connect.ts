import { createPublicClient, http, type PublicClient, type Transport } from 'viem';

/** Calls in one request. */
const BATCH_SIZE = 50;

/**
 * A client that puts calls made at the same time into one request, but for the search of logs, which
 * cdk-erigon refuses in a batch (`rpc.batch-method-forbidden`).
 * @param url of a JSON-RPC endpoint
 */
export function connect(url: string): PublicClient {
  return createPublicClient({ transport: batchedButLogs(url) });
}

function batchedButLogs(url: string): Transport {
  const batched = http(url, { batch: { batchSize: BATCH_SIZE } });
  const single = http(url);
  return (options) => {
    const many = batched(options);
    const one = single(options);
    const request: typeof many.request = (call, requestOptions) =>
      (call.method === 'eth_getLogs' ? one : many).request(call, requestOptions);
    return { ...many, request };
  };
}
