import { type Address, encodeFunctionData, type Hex, parseAbi, parseSignature } from 'viem';
import { getChainId, readContract, signTypedData } from 'viem/actions';
import type { ActionClient } from './ActionClient.ts';

const Permit = [
  { name: 'holder', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'nonce', type: 'uint256' },
  { name: 'expiry', type: 'uint256' },
  { name: 'allowed', type: 'bool' },
] as const;

const daiAbi = parseAbi([
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function nonces(address) view returns (uint256)',
  'function permit(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed, uint8 v, bytes32 r, bytes32 s)',
]);

/**
 * Signs the permit of DAI and of tokens made after it, which lets the spender take everything, and
 * returns the call that uses it, as `bridgeAsset` takes it for `permit`. It does not expire; its nonce
 * is used up with it.
 */
export async function signDaiPermit(
  client: ActionClient,
  o: { token: Address; spender: Address },
): Promise<Hex> {
  const { token, spender } = o;
  const holder = client.account.address;
  const read = { address: token, abi: daiAbi } as const;
  const [chainId, name, version, nonce] = await Promise.all([
    getChainId(client),
    readContract(client, { ...read, functionName: 'name' }),
    readContract(client, { ...read, functionName: 'version' }).catch(() => '1'),
    readContract(client, { ...read, functionName: 'nonces', args: [holder] }),
  ]);
  const signature = await signTypedData(client, {
    domain: { name, version, chainId, verifyingContract: token },
    types: { Permit },
    primaryType: 'Permit',
    message: { holder, spender, nonce, expiry: 0n, allowed: true },
  });
  const { r, s, yParity } = parseSignature(signature);
  return encodeFunctionData({
    abi: daiAbi,
    functionName: 'permit',
    args: [holder, spender, nonce, 0n, true, yParity + 27, r, s],
  });
}
