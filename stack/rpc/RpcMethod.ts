/** One method of a JSON-RPC server. */
export type RpcMethod = (params: unknown[]) => unknown | Promise<unknown>;
