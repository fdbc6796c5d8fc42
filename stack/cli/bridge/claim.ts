import type { Hash } from 'viem';
import { type DepositId, depositsOf } from '#bridge';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { claimNow } from './claimNow.ts';
import { claimWhenReady } from './claimWhenReady.ts';
import { type BridgeConnection, connectBridge } from './connectBridge.ts';
import { BridgeUsageError } from './errors.ts';
import { countOf, hexOf } from './parse.ts';

/** Claims what a transaction deposited; anybody may, the receiver gets it. */
export async function claim(context: BridgeCommandContext): Promise<number> {
  const { argument, flags, output } = context;
  const connection = await connectBridge(flags);
  try {
    const ids = argument
      ? await depositsIn(connection, hexOf(argument, '<tx>', 32))
      : [idOf(context)];
    const claims: (DepositId & { claimTxHash: Hash })[] = [];
    for (const id of ids) {
      const run = flags.wait ? claimWhenReady : claimNow;
      claims.push({ ...id, claimTxHash: await run({ connection, id, output }) });
    }
    output.result({ ok: true, claims }, () =>
      claims.map(
        (c) => `claimed    deposit ${c.depositCount} of network ${c.network}, tx ${c.claimTxHash}`,
      ),
    );
    return 0;
  } finally {
    await connection.close();
  }
}

function idOf({ flags: { network, depositCount } }: BridgeCommandContext): DepositId {
  if (network === undefined || depositCount === undefined) {
    const problem = 'name a transaction, or --network and --deposit-count';
    throw new BridgeUsageError({ problem });
  }
  return {
    network: countOf(network, '--network'),
    depositCount: countOf(depositCount, '--deposit-count'),
  };
}

/** On whichever network the transaction is. */
async function depositsIn(connection: BridgeConnection, hash: Hash): Promise<DepositId[]> {
  for (const { id, client, bridge } of connection.networks()) {
    const receipt = await client.getTransactionReceipt({ hash }).catch(() => undefined);
    const deposits = receipt ? depositsOf({ receipt, bridge }) : [];
    if (deposits.length > 0) {
      return deposits.map(({ depositCount }) => ({ network: id, depositCount }));
    }
  }
  throw new BridgeUsageError({ problem: `no connected network has a deposit in ${hash}` });
}
