import { BaseError } from '#core';

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
 * An error as it goes over the wire. The number is `rpcCode`, because `code` is the stable name
 * that every error of this project carries.
 */
export class RpcError extends BaseError {
  readonly rpcCode: number;
  readonly data: unknown;

  /**
   * @param o.code number of the wire format, see `rpcErrorCode`
   * @param o.message one line, as the client sees it
   * @param o.data revert data as hex, or any JSON value
   */
  constructor(o: { code: number; message: string; data?: unknown; cause?: unknown }) {
    super(o.message, { code: 'RPC_ERROR', cause: o.cause });
    this.rpcCode = o.code;
    this.data = o.data;
  }
}
