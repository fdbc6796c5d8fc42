import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { claimWhenReady } from './claimWhenReady.ts';
import { connectBridge } from './connectBridge.ts';
import { countOf } from './parse.ts';
import { sendAsset } from './sendAsset.ts';

/** From a rollup to the L1, or to another rollup. */
export async function withdraw(context: BridgeCommandContext): Promise<number> {
  const { flags, output } = context;
  const connection = await connectBridge(flags);
  try {
    const from = flags.network
      ? connection.network(countOf(flags.network, '--network'))
      : connection.firstRollup();
    const to = connection.network(countOf(flags.toNetwork ?? '0', '--to-network'));
    const sent = await sendAsset(context, { connection, from, to });
    const claimTxHash = flags.claim
      ? await claimWhenReady({ connection, id: sent, output })
      : undefined;
    output.result({ ok: true, ...sent, ...(claimTxHash ? { claimTxHash } : {}) }, () => [
      `deposit    ${sent.depositCount} of network ${sent.network}, tx ${sent.txHash}`,
      claimTxHash
        ? `claimed    tx ${claimTxHash} on network ${to.id}`
        : `claim it   bigfile bridge claim ${sent.txHash} --wait`,
    ]);
    return 0;
  } finally {
    await connection.close();
  }
}
