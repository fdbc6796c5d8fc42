import { type Address, isAddressEqual, type PublicClient, zeroAddress } from 'viem';
import { bigTokenAbi, bridgeAbi } from '../abi.ts';

/** What the L2 bridge holds in genesis, wei: the whole supply of the native coin. */
export const L2_NATIVE_SUPPLY = 2n ** 128n - 1n;

/** A token by its origin; ether is the zero address of network 0. */
export interface OriginToken {
  network: number;
  address: Address;
}

/** What a token is on a network: its coin, or an ERC-20 there; none before the first claim. */
export type TokenForm = 'native' | Address | undefined;

/** Asks the bridge of a network what a token is there. */
export async function tokenFormOn(o: {
  client: PublicClient;
  bridge: Address;
  network: number;
  token: OriginToken;
  blockNumber?: bigint;
}): Promise<TokenForm> {
  const { client, token, network } = o;
  const at = o.blockNumber === undefined ? {} : { blockNumber: o.blockNumber };
  const contract = { address: o.bridge, abi: bridgeAbi, ...at } as const;
  const [gasToken, gasTokenNetwork] = await Promise.all([
    client.readContract({ ...contract, functionName: 'gasTokenAddress' }),
    client.readContract({ ...contract, functionName: 'gasTokenNetwork' }),
  ]);
  if (isAddressEqual(gasToken, token.address) && gasTokenNetwork === token.network) return 'native';
  if (token.address === zeroAddress)
    return client.readContract({ ...contract, functionName: 'WETHToken' });
  if (token.network === network) return token.address;
  const wrapped = await client.readContract({
    ...contract,
    functionName: 'getTokenWrappedAddress',
    args: [token.network, token.address],
  });
  return wrapped === zeroAddress ? undefined : wrapped;
}

/** How much an account has of a token in this form. */
export async function balanceIn(o: {
  client: PublicClient;
  form: TokenForm;
  account: Address;
  blockNumber?: bigint;
}): Promise<bigint> {
  const { client, form, account } = o;
  const at = o.blockNumber === undefined ? {} : { blockNumber: o.blockNumber };
  if (form === undefined) return 0n;
  if (form === 'native') return client.getBalance({ address: account, ...at });
  const read = { address: form, abi: bigTokenAbi, functionName: 'balanceOf', ...at } as const;
  return client.readContract({ ...read, args: [account] });
}

/** How much of a token a network has issued: wrapped tokens, or coins that left its bridge. */
export async function issuedIn(o: {
  client: PublicClient;
  bridge: Address;
  form: TokenForm;
  blockNumber?: bigint;
}): Promise<bigint> {
  const { client, form } = o;
  if (form === undefined) return 0n;
  if (form === 'native') return L2_NATIVE_SUPPLY - (await balanceIn({ ...o, account: o.bridge }));
  const at = o.blockNumber === undefined ? {} : { blockNumber: o.blockNumber };
  return client.readContract({
    address: form,
    abi: bigTokenAbi,
    functionName: 'totalSupply',
    ...at,
  });
}
