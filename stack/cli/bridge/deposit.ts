import { getBridgeStatus } from '#bridge';
import { waitFor } from '#core';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { connectBridge } from './connectBridge.ts';
import { countOf } from './parse.ts';
import { type SentDeposit, sendAsset } from './sendAsset.ts';
import { TIMEOUT_MS } from './timeout.ts';

/** From the L1 to a rollup. */
export async function deposit(context: BridgeCommandContext): Promise<number> {
  const { flags, output } = context;
  const connection = await connectBridge(flags);
  try {
    const { toNetwork } = flags;
    const to = toNetwork
      ? connection.network(countOf(toNetwork, '--to-network'))
      : connection.firstRollup();
    const sent = await sendAsset(context, { connection, from: connection.network(0), to });
    const claimTxHash = flags.wait ? await claimed(await connection.api(), sent) : undefined;
    output.result({ ok: true, ...sent, ...(claimTxHash ? { claimTxHash } : {}) }, () => [
      `deposit    ${sent.depositCount} of network 0, tx ${sent.txHash}`,
      claimTxHash
        ? `claimed    tx ${claimTxHash}`
        : `follow it  bigfile bridge trace ${sent.txHash}`,
    ]);
    return 0;
  } finally {
    await connection.close();
  }
}

function claimed(url: string, o: SentDeposit): Promise<string> {
  return waitFor({
    what: `the claim of deposit ${o.depositCount} of network ${o.network}`,
    timeoutMs: TIMEOUT_MS,
    intervalMs: 100,
    check: async () => {
      const found = await getBridgeStatus({ ...o, url });
      return found.status === 'claimed' ? found.claimTxHash : undefined;
    },
  });
}
