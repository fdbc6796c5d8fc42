import type { Hash } from 'viem';
import { claimAsset, type DepositId, getDeposit, waitToClaim } from '#bridge';
import type { Output } from '../output.ts';
import type { BridgeConnection } from './connectBridge.ts';
import { TIMEOUT_MS } from './timeout.ts';

/**
 * Waits until a deposit can be claimed, and claims it, unless somebody was faster.
 * @returns the claiming transaction, whoever sent it
 */
export async function claimWhenReady(o: {
  connection: BridgeConnection;
  id: DepositId;
  output: Output;
}): Promise<Hash> {
  const { connection, output } = o;
  const url = await connection.api();
  const { network, depositCount } = o.id;
  output.line(`Waiting until deposit ${depositCount} of network ${network} can be claimed …`);
  const { claim, claimTxHash } = await waitToClaim({
    ...{ url, network, depositCount },
    timeoutMs: TIMEOUT_MS,
    pollMs: 200,
  });
  if (claimTxHash) return claimTxHash;
  const [, , , , , , , destination] = claim.args;
  const { bridge, client } = connection.network(destination);
  try {
    const hash = await claimAsset(connection.wallet(destination), { bridge, claim });
    await client.waitForTransactionReceipt({ hash, pollingInterval: 100 });
    return hash;
  } catch (error) {
    const now = await getDeposit({ url, network, depositCount });
    if (now?.claimTxHash) return now.claimTxHash;
    throw error;
  }
}
