import type { Hash } from 'viem';
import { claimAsset, type DepositId, getClaim } from '#bridge';
import type { BridgeConnection } from './connectBridge.ts';

/**
 * Claims a deposit that can be claimed.
 * @throws BridgeApiError with what is missing
 */
export async function claimNow(o: { connection: BridgeConnection; id: DepositId }): Promise<Hash> {
  const { connection } = o;
  const url = await connection.api();
  await connection.synced();
  const { network, depositCount } = o.id;
  const { claim, deposit } = await getClaim({ url, network, depositCount });
  if (deposit.claimTxHash) return deposit.claimTxHash;
  const { bridge, client } = connection.network(deposit.destinationNetwork);
  const hash = await claimAsset(connection.wallet(deposit.destinationNetwork), { bridge, claim });
  await client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
  return hash;
}
