import { type Address, type Hex, isAddressEqual, zeroAddress } from 'viem';
import { readContract } from 'viem/actions';
import { bigTokenAbi, bridgeAbi } from '../abi.ts';
import { PermitUnsupportedError } from '../errors.ts';
import type { ActionClient } from './ActionClient.ts';
import { signPermit } from './signPermit.ts';

/**
 * What lets the bridge take a token: nothing where it needs no leave (a token of its own making) or
 * has an allowance already, a signed permit otherwise.
 * @throws PermitUnsupportedError for a token without permits and without an allowance
 */
export async function permitFor(
  client: ActionClient,
  o: { bridge: Address; token: Address; amount: bigint },
): Promise<Hex> {
  const { bridge, token, amount: value } = o;
  const owner = client.account.address;
  const ask = { address: bridge, abi: bridgeAbi } as const;
  const [[, origin], weth, allowance] = await Promise.all([
    readContract(client, { ...ask, functionName: 'wrappedTokenToTokenInfo', args: [token] }),
    readContract(client, { ...ask, functionName: 'WETHToken' }),
    readContract(client, {
      ...{ address: token, abi: bigTokenAbi, functionName: 'allowance' },
      args: [owner, bridge],
    }),
  ]);
  // The bridge burns what it made itself; the origin of wrapped ether is the zero address.
  const isWrapped = origin !== zeroAddress || isAddressEqual(weth, token);
  if (isWrapped || allowance >= value) return '0x';
  return signPermit(client, { token, spender: bridge, value }).catch((cause: unknown) => {
    throw new PermitUnsupportedError({ token, bridge, amount: value, cause });
  });
}
