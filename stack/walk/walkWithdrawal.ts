import { formatEther, type Hash } from 'viem';
import { claimAsset, depositsOf, waitToClaim, withdrawBig } from '#bridge';
import { withdrawCredit } from '#market/sdk';
import { walletClientOf } from '../run/clients.ts';
import { marketOf, type WalkContext } from './context.ts';

const TIMEOUT_MS = 900_000;

export interface WalkedWithdrawal {
  claimTx: Hash;
  /** Wei of BIG. */
  amount: string;
}

/** The provider takes its earnings out of the market, over the bridge, and claims them on L1. */
export async function walkWithdrawal(
  c: WalkContext,
  o: { provider: { address: `0x${string}`; key: `0x${string}` } },
): Promise<WalkedWithdrawal> {
  const { info, recorder } = c;
  const bridge = info.contracts.l1['bridge']!;
  const market = marketOf({ info, key: o.provider.key });
  const { amount } = await recorder.run(
    'provider withdraws its earnings',
    () => withdrawCredit(market),
    ({ amount, txHash }) => ({ chain: 'l2', txHash, note: `${formatEther(amount)} BIG` }),
  );
  const receipt = await recorder.run(
    'provider bridges them to L1',
    async () => {
      const wallet = walletClientOf({ chain: c.l2, account: o.provider });
      const hash = await withdrawBig(wallet, { bridge, amount });
      return c.l2Client.waitForTransactionReceipt({ hash });
    },
    ({ transactionHash }) => ({ chain: 'l2', txHash: transactionHash }),
  );
  const [exit] = depositsOf({ receipt, bridge });
  const { claim } = await recorder.run(
    'exit root is verified on L1',
    () =>
      waitToClaim({
        url: info.bridge.url,
        network: info.rollupId,
        depositCount: exit!.depositCount,
        timeoutMs: TIMEOUT_MS,
        pollMs: 100,
      }),
    () => ({ chain: 'l1', note: 'by the proof of a later batch' }),
  );
  const claimed = await recorder.run(
    'provider claims BIG on L1',
    async () => {
      const wallet = walletClientOf({ chain: c.l1, account: o.provider });
      const hash = await claimAsset(wallet, { bridge, claim });
      return c.l1Client.waitForTransactionReceipt({ hash });
    },
    ({ transactionHash }) => ({ chain: 'l1', txHash: transactionHash }),
  );
  return { claimTx: claimed.transactionHash, amount: amount.toString() };
}
