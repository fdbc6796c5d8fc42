import {
  ContractFunctionExecutionError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  HttpRequestError,
  RpcRequestError,
} from 'viem';
import { expect, test } from 'vitest';
import { jobMarketAbi, stakeVaultAbi } from '#contracts';
import { toBytes32 } from './bytes32.ts';
import { MarketRevertError, MarketRpcError } from './errors.ts';
import { address } from './testing.ts';
import { toMarketError } from './toMarketError.ts';

const badState = encodeErrorResult({
  abi: jobMarketAbi,
  errorName: 'BadState',
  args: [7n, 6, 1],
});

/** As a node answers, with the data as it is or inside an object. */
function rpcError(data: unknown): RpcRequestError {
  const error = { code: 3, message: 'execution reverted', data };
  return new RpcRequestError({ body: {}, url: 'http://node', error });
}

test.each([
  ['a contract call', () => contractError()],
  ['a plain request', () => rpcError(badState)],
  ['a request with nested data', () => rpcError({ data: badState })],
])('decodes the custom error of %s', (_, make) => {
  const error = toMarketError(make());
  expect(error).toBeInstanceOf(MarketRevertError);
  expect(error).toMatchObject({
    code: 'MARKET_BAD_STATE',
    errorName: 'BadState',
    args: { jobId: 7n, have: 'FULFILLED', want: 'OPEN' },
  });
});

function contractError(): ContractFunctionExecutionError {
  const call = { abi: jobMarketAbi, functionName: 'cancel' };
  const cause = new ContractFunctionRevertedError({ ...call, data: badState });
  return new ContractFunctionExecutionError(cause, { ...call, args: [7n] });
}

test('decodes errors that bubble up from other contracts, with readable names', () => {
  const args = [toBytes32('SCHEDULER'), address('1'), 1n, 2n] as const;
  const data = encodeErrorResult({ abi: stakeVaultAbi, errorName: 'InsufficientFreeStake', args });
  expect(toMarketError(rpcError(data))).toMatchObject({
    code: 'MARKET_INSUFFICIENT_FREE_STAKE',
    args: { role: 'SCHEDULER', free: 1n, need: 2n },
  });
});

test('keeps what is not a contract error apart', () => {
  const network = new HttpRequestError({ url: 'http://node', details: 'refused' });
  expect(toMarketError(network)).toBeInstanceOf(MarketRpcError);
  expect(toMarketError(rpcError('0xdeadbeef'))).toBeInstanceOf(MarketRpcError);
  const other = new TypeError('mine');
  expect(toMarketError(other)).toBe(other);
});
