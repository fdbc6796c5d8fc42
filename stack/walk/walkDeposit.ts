import { parseEther } from 'viem';
import { depositBig } from '#bridge';
import { waitFor } from '#core';
import { walletClientOf } from '../run/clients.ts';
import type { WalkContext } from './context.ts';

const AMOUNT = parseEther('100');
const TIMEOUT_MS = 300_000;

/** The user brings BIG from L1 to the L2; the bridge service claims it there. */
export async function walkDeposit(c: WalkContext): Promise<void> {
  const { info, l1Client, l2Client, recorder, user } = c;
  const before = await l2Client.getBalance({ address: user.address });
  await recorder.run(
    'user deposits BIG on L1',
    async () => {
      const wallet = walletClientOf({ chain: c.l1, account: user });
      const { bridge, big } = info.contracts.l1;
      const hash = await depositBig(wallet, {
        bridge: bridge!,
        big: big!,
        rollupId: info.rollupId,
        amount: AMOUNT,
      });
      return l1Client.waitForTransactionReceipt({ hash });
    },
    ({ transactionHash }) => ({
      chain: 'l1',
      txHash: transactionHash,
      note: '100 BIG, with a permit',
    }),
  );
  await recorder.run(
    'BIG is claimed on the L2',
    () =>
      waitFor({
        what: "the claim of the user's deposit on the L2",
        timeoutMs: TIMEOUT_MS,
        check: async () =>
          (await l2Client.getBalance({ address: user.address })) >= before + AMOUNT || undefined,
      }),
    () => ({ chain: 'l2', note: 'exit root by system write, claim with a Merkle proof' }),
  );
}
