import { createPublicClient, http } from 'viem';

/**
 * One JSON-RPC call, of any method.
 * @throws viem's errors
 */
export function rpc<T>(url: string, method: string, params: unknown[] = []): Promise<T> {
  const client = createPublicClient({ transport: http(url, { retryCount: 0 }) });
  return client.request({ method, params } as never) as Promise<T>;
}
