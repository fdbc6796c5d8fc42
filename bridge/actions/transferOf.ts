import type { Address, Chain, Client, Hash, Transport } from 'viem';
import { readContract, waitForTransactionReceipt } from 'viem/actions';
import { bridgeAbi } from '../abi.ts';
import { NoDepositError } from '../errors.ts';
import { depositsOf } from './depositsOf.ts';
import type { DepositId } from './getDeposit.ts';

/** A deposit by its number, or by its transaction: its first one, unless `index` says another. */
export type TransferId = DepositId | { hash: Hash; index?: number };

/**
 * The deposit that is meant; a transaction is waited for.
 * @param client of the chain that the transaction is on
 * @throws NoDepositError
 */
export async function transferOf(
  client: Client<Transport, Chain | undefined>,
  o: TransferId & { bridge: Address },
): Promise<DepositId> {
  if (!('hash' in o)) return { network: o.network, depositCount: o.depositCount };
  const { bridge, hash } = o;
  const [receipt, network] = await Promise.all([
    waitForTransactionReceipt(client, { hash }),
    readContract(client, { address: bridge, abi: bridgeAbi, functionName: 'networkID' }),
  ]);
  const deposit = depositsOf({ receipt, bridge })[o.index ?? 0];
  if (!deposit) throw new NoDepositError({ hash, status: receipt.status });
  return { network, depositCount: deposit.depositCount };
}
