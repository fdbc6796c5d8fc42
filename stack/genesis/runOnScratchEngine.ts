import { type Address, type Hex, numberToHex } from 'viem';
import type { Genesis, GenesisAccount, Hardfork } from '../engine/types.ts';
import { createScratchEngine } from './createScratchEngine.ts';

/** One transaction for the scratch engine; without `to`, a creation. */
export interface ScratchCall {
  /** Any address; the zero address unless told. */
  from?: Address;
  to?: Address;
  data: Hex;
  /** wei */
  value?: bigint;
}

/**
 * Runs calls on a throw-away engine, one block each, and returns what they left behind, to be
 * copied into a genesis.
 * @param o.genesis what is there already; only what the calls touched of it is returned
 * @returns `accounts` touched, senders excepted, and for each creation the contract's address
 * @throws RpcError with the revert reason of the first call that fails
 */
export async function runOnScratchEngine(o: {
  calls: readonly ScratchCall[];
  chainId: bigint;
  hardfork?: Hardfork;
  genesis?: Genesis;
}): Promise<{
  accounts: Record<Address, GenesisAccount>;
  created: (Address | undefined)[];
}> {
  const { calls, ...options } = o;
  const scratch = await createScratchEngine(options);
  const created: (Address | undefined)[] = [];
  for (const { value, ...call } of calls) {
    const params = [{ ...call, ...(value === undefined ? {} : { value: numberToHex(value) }) }];
    const hash = await scratch.request({ method: 'eth_sendTransaction', params });
    const receipt = await scratch.request<{ contractAddress: Address | null }>({
      method: 'eth_getTransactionReceipt',
      params: [hash],
    });
    created.push(receipt.contractAddress ?? undefined);
  }
  return { accounts: await scratch.allocations(), created };
}
