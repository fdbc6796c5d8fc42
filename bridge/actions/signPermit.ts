import {
  type Address,
  domainSeparator,
  encodeFunctionData,
  type Hex,
  maxUint256,
  parseAbi,
  parseSignature,
  type TypedDataDomain,
} from 'viem';
import { getChainId, readContract, signTypedData } from 'viem/actions';
import { bigTokenAbi } from '../abi.ts';
import { PermitDomainUnknownError } from '../errors.ts';
import type { ActionClient } from './ActionClient.ts';

const Permit = [
  { name: 'owner', type: 'address' },
  { name: 'spender', type: 'address' },
  { name: 'value', type: 'uint256' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
] as const;

/** What tokens that came before EIP-5267 tell of their domain. */
const olderAbi = parseAbi([
  'function name() view returns (string)',
  'function version() view returns (string)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
]);

/**
 * Signs an EIP-2612 permit of the client's account and returns the call that uses it, as
 * `bridgeAsset` takes it. The token tells its signing domain itself (EIP-5267); of one that does not,
 * the usual domain is tried, and must be what its `DOMAIN_SEPARATOR` says.
 * @param o.value smallest unit of the token
 * @throws PermitDomainUnknownError
 */
export async function signPermit(
  client: ActionClient,
  o: { token: Address; spender: Address; value: bigint },
): Promise<Hex> {
  const { token, spender, value } = o;
  const owner = client.account.address;
  const [nonce, domain] = await Promise.all([
    readContract(client, {
      ...{ address: token, abi: bigTokenAbi, functionName: 'nonces' },
      args: [owner],
    }),
    domainOf(client, token),
  ]);
  const signature = await signTypedData(client, {
    domain,
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

async function domainOf(client: ActionClient, token: Address): Promise<TypedDataDomain> {
  try {
    const [, name, version, chainId, verifyingContract] = await readContract(client, {
      ...{ address: token, abi: bigTokenAbi, functionName: 'eip712Domain' },
    });
    return { name, version, chainId: Number(chainId), verifyingContract };
  } catch {
    return usualDomain(client, token);
  }
}

async function usualDomain(client: ActionClient, token: Address): Promise<TypedDataDomain> {
  const read = { address: token, abi: olderAbi } as const;
  const [name, separator, chainId, version] = await Promise.all([
    readContract(client, { ...read, functionName: 'name' }),
    readContract(client, { ...read, functionName: 'DOMAIN_SEPARATOR' }),
    getChainId(client),
    readContract(client, { ...read, functionName: 'version' }).catch(() => '1'),
  ]);
  const domain = { name, version, chainId, verifyingContract: token };
  if (domainSeparator({ domain }) !== separator) throw new PermitDomainUnknownError({ token });
  return domain;
}
