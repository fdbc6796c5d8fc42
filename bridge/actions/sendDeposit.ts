import type {
  Address,
  EstimateContractGasParameters,
  Hash,
  Hex,
  WriteContractParameters,
} from 'viem';
import { estimateContractGas, writeContract } from 'viem/actions';
import { bridgeAbi } from '../abi.ts';
import type { ActionClient } from './ActionClient.ts';

/**
 * Gas beyond the estimate. What a deposit costs depends on what happens before it: a new level of the
 * exit tree is 17,000 more, an exit root that has changed meanwhile up to 110,000. What is not used
 * is not paid.
 */
const ROOM = 150_000n;

type DepositCall = { address: Address; value: bigint } & (
  | {
      functionName: 'bridgeAsset';
      args: readonly [number, Address, bigint, Address, boolean, Hex];
    }
  | { functionName: 'bridgeMessage'; args: readonly [number, Address, boolean, Hex] }
  | { functionName: 'bridgeMessageWETH'; args: readonly [number, Address, bigint, boolean, Hex] }
);

/**
 * Sends one of the bridge's deposits with gas enough for a bridge that others use too.
 * @throws ContractFunctionExecutionError of viem when the bridge refuses it; nothing is sent then
 */
export async function sendDeposit(client: ActionClient, call: DepositCall): Promise<Hash> {
  const { account } = client;
  const deposit = { ...call, abi: bridgeAbi, account };
  // The types of viem want one function; which of the three it is, `DepositCall` has checked.
  const estimate = await estimateContractGas(client, deposit as EstimateContractGasParameters);
  const sent = { ...deposit, gas: estimate + ROOM, chain: client.chain ?? null };
  return writeContract(client, sent as WriteContractParameters);
}
