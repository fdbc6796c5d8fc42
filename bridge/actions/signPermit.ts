import { type Address, encodeFunctionData, type Hex, maxUint256, parseSignature } from 'viem';
import { readContract, signTypedData } from 'viem/actions';
import { bigTokenAbi } from '../abi.ts';
import type { ActionClient } from './ActionClient.ts';

const Permit = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
] as const;

/**
 * Signs an EIP-2612 permit of the client's account and returns the call that uses it, as
 * `bridgeAsset` takes it. The token tells its signing domain itself (EIP-5267).
 * @param o.value smallest unit of the token
 */
export async function signPermit(
  client: ActionClient,
  o: { token: Address; spender: Address; value: bigint },
): Promise<Hex> {
  const { token, spender, value } = o;
  const owner = client.account.address;
  const read = { address: token, abi: bigTokenAbi } as const;
  const [nonce, domain] = await Promise.all([
    readContract(client, { ...read, functionName: 'nonces', args: [owner] }),
    readContract(client, { ...read, functionName: 'eip712Domain' }),
  ]);
  const [, name, version, chainId, verifyingContract] = domain;
  const signature = await signTypedData(client, {
    domain: { name, version, chainId: Number(chainId), verifyingContract },
    types: { Permit },
    primaryType: 'Permit',
    message: { owner, spender, value, nonce, deadline: maxUint256 },
  });
  const { r, s, yParity } = parseSignature(signature);
  return encodeFunctionData({
    abi: bigTokenAbi,
    functionName: 'permit',
    args: [owner, spender, value, maxUint256, yParity + 27, r, s],
  });
}
