/** The error codes of JSON-RPC 2.0, EIP-1474 and geth that this project answers with. */
export const rpcErrorCode = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  server: -32000,
  methodRefused: -32004,
  limitExceeded: -32005,
  reverted: 3,
} as const;

/**
 * An error as JSON-RPC and EIP-1193 define it. It is no `BaseError`, because `code` must be the
 * number of the protocol: clients such as viem decide by it whether to retry, and what it means.
 */
export class RpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  /**
   * @param o.code number of the wire format, see `rpcErrorCode`
   * @param o.message one line, as the client sees it
   * @param o.data revert data as hex, or any JSON value
   */
  constructor(o: { code: number; message: string; data?: unknown; cause?: unknown }) {
    super(o.message, o.cause === undefined ? {} : { cause: o.cause });
    this.name = 'RpcError';
    this.code = o.code;
    this.data = o.data;
  }
}
