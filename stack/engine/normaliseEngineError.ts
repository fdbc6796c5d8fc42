import { decodeErrorResult, type Hex, isHex, parseAbi } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';

interface EngineError {
  code: number;
  message: string;
  data?: { reason?: unknown; data?: unknown } | null;
}

const reasons = parseAbi(['error Error(string)', 'error Panic(uint256)']);

/**
 * Gives EDR's errors the shape that geth has and clients parse: a revert is code 3, "execution
 * reverted" with the reason, and the revert data as hex; anything else keeps its code and message.
 */
export function normaliseEngineError(error: EngineError): RpcError {
  const reason = error.data?.reason;
  if (isRevert(reason)) {
    return new RpcError({
      code: rpcErrorCode.reverted,
      message: ['execution reverted', ...revertReason(reason.Revert)].join(': '),
      data: reason.Revert,
    });
  }
  if (isOutOfGas(reason)) {
    return new RpcError({ code: rpcErrorCode.server, message: 'out of gas' });
  }
  const message = error.message.replace(/^VM Exception while processing transaction: /, '');
  return new RpcError({ code: error.code, message });
}

function revertReason(data: Hex): string[] {
  try {
    const { errorName, args } = decodeErrorResult({ abi: reasons, data });
    return [errorName === 'Panic' ? `panic code 0x${args[0].toString(16)}` : args[0]];
  } catch {
    return [];
  }
}

function isRevert(reason: unknown): reason is { Revert: Hex } {
  return isRecord(reason) && isHex(reason['Revert']);
}

function isOutOfGas(reason: unknown): boolean {
  return isRecord(reason) && 'OutOfGas' in reason;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
