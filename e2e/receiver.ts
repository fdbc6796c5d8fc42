import { type Address, encodeFunctionData, parseAbi } from 'viem';
import type { BridgeUser } from './bridgeUser.ts';

const abi = parseAbi([
  'function origin() view returns (address)',
  'function content() view returns (bytes)',
  'function messages() view returns (uint256)',
  'function setShut(bool shut)',
]);

/** A contract that takes messages and coins, unless it is shut. */
export interface Receiver {
  address: Address;
  setShut(shut: boolean): Promise<void>;
  /** What the last message brought, and how many there were. */
  read<N extends 'origin' | 'content' | 'messages'>(functionName: N): Promise<unknown>;
}

/** @param network where it is, by the id at the bridge */
export async function createReceiver(user: BridgeUser, network: number): Promise<Receiver> {
  const address = await user.create(network, 'MockReceiver');
  return {
    address,
    async setShut(shut) {
      const data = encodeFunctionData({ abi, functionName: 'setShut', args: [shut] });
      const hash = await user.on(network).sendTransaction({ to: address, data });
      await user.receiptOf(network, hash);
    },
    read: (functionName) => user.on(network).readContract({ address, abi, functionName }),
  };
}
