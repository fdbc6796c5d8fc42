import { type Address, isAddressEqual, parseEventLogs, type TransactionReceipt } from 'viem';
import { bridgeAbi } from '../abi.ts';
import type { BridgeLeaf } from '../tree/leafHash.ts';

/**
 * The deposits that a transaction made, from its receipt.
 * @param o.bridge bridge of the chain that the receipt is from
 */
export function depositsOf(o: {
  receipt: Pick<TransactionReceipt, 'logs'>;
  bridge: Address;
}): (BridgeLeaf & { depositCount: number })[] {
  const logs = o.receipt.logs.filter((log) => isAddressEqual(log.address, o.bridge));
  return parseEventLogs({ abi: bridgeAbi, eventName: 'BridgeEvent', logs }).map((log) => log.args);
}
