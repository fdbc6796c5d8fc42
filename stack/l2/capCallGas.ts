import { isHex, numberToHex } from 'viem';
import { L2_TRANSACTION_GAS_CAP } from './constants.ts';

const CALLS = ['eth_call', 'eth_estimateGas', 'eth_createAccessList', 'debug_traceCall'];

/** Bounds a simulated call by what a transaction may use; one that names no gas gets all of it. */
export function capCallGas(method: string, params: unknown[]): unknown[] {
  const [call, ...rest] = params;
  if (!CALLS.includes(method) || typeof call !== 'object' || call === null) return params;
  const { gas } = call as { gas?: unknown };
  const within = isHex(gas) && gas !== '0x' && BigInt(gas) <= L2_TRANSACTION_GAS_CAP;
  return within ? params : [{ ...call, gas: numberToHex(L2_TRANSACTION_GAS_CAP) }, ...rest];
}
