import {
  type Abi,
  type AbiParameter,
  ContractFunctionRevertedError,
  decodeErrorResult,
  type Hex,
  isHex,
  BaseError as ViemError,
} from 'viem';
import {
  groth16VerifierAbi,
  jobMarketAbi,
  programRegistryAbi,
  providerRegistryAbi,
  stakeVaultAbi,
} from '#contracts';
import { fromBytes32 } from './bytes32.ts';
import { MarketRevertError, MarketRpcError } from './errors.ts';
import { JOB_STATES } from './types.ts';

/** Every error that a call to the market can bubble up. */
const ERRORS: Abi = [
  ...jobMarketAbi,
  ...stakeVaultAbi,
  ...programRegistryAbi,
  ...providerRegistryAbi,
  ...groth16VerifierAbi,
].filter((item) => item.type === 'error');

/**
 * Turns what viem threw into this module's errors: a contract's custom error becomes a
 * `MarketRevertError` with its decoded values, anything else of viem a `MarketRpcError`.
 * Errors that are not viem's come back as they are.
 */
export function toMarketError(error: unknown): unknown {
  if (!(error instanceof ViemError)) return error;
  const data = revertData(error);
  if (data === undefined) return new MarketRpcError({ cause: error });
  try {
    const { abiItem, args, errorName } = decodeErrorResult({ abi: ERRORS, data });
    const inputs: readonly AbiParameter[] = 'inputs' in abiItem ? (abiItem.inputs ?? []) : [];
    const named = inputs.map((input, i) => {
      return [input.name || i, readable({ errorName, input, value: args?.[i] })] as const;
    });
    return new MarketRevertError({ errorName, args: Object.fromEntries(named), cause: error });
  } catch {
    return new MarketRpcError({ cause: error });
  }
}

function revertData(error: ViemError): Hex | undefined {
  const reverted = error.walk((e) => e instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError) return reverted.raw;
  let found: Hex | undefined;
  error.walk((e) => {
    const data = (e as { data?: unknown }).data;
    const raw = typeof data === 'object' && data !== null && 'data' in data ? data.data : data;
    if (isHex(raw) && raw.length >= 10) found = raw;
    return found !== undefined;
  });
  return found;
}

function readable(o: { errorName: string; input: AbiParameter; value: unknown }): unknown {
  const { input, value } = o;
  if (o.errorName === 'BadState' && input.type === 'uint8') return JOB_STATES[Number(value)];
  const isName = input.type === 'bytes32' && (input.name === 'reason' || input.name === 'role');
  return isName ? fromBytes32(value as Hex) : value;
}
