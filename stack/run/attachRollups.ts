import { type Address, parseEther, zeroAddress } from 'viem';
import { type AttachedRollup, attachRollup, type SettlementAddresses } from '#contracts';
import type { StepRecorder } from '../walk/steps.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import { type Manifest, officialOf } from './manifest.ts';
import type { RollupPlan } from './rollupPlan.ts';

/** Ether on L1 for each of the accounts that a rollup needs there. */
const ETHER_SHARE = parseEther('10');

/** A rollup after the first, as it is on L1. */
export interface RollupDeployment {
  rollupId: number;
  rollup: Address;
  batchVerifier: Address;
  /** On L1; the zero address for ether. */
  gasToken: Address;
}

/**
 * Attaches the rollups of the manifest that are not attached yet, in their order, and gives their
 * accounts ether on L1.
 * @param o.earlier those that are attached
 * @throws what `attachRollup` throws
 */
export async function attachRollups(o: {
  manifest: Manifest;
  l1: StackChain;
  settlement: Record<string, Address>;
  earlier: readonly RollupDeployment[];
  recorder: StepRecorder;
}): Promise<RollupDeployment[]> {
  const done = [...o.earlier];
  for (const plan of o.manifest.rollups) {
    if (done.some(({ rollupId }) => rollupId === plan.rollupId)) continue;
    const attached = await o.recorder.run(
      `attach rollup ${plan.rollupId}`,
      () => attach({ ...o, plan }),
      ({ transactions }) => ({
        chain: 'l1',
        txHash: transactions.at(-1)!.hash,
        note: `${transactions.length} transactions`,
      }),
    );
    const { rollupId, rollup, batchVerifier, gasToken } = attached;
    done.push({ rollupId, rollup, batchVerifier, gasToken });
  }
  return done;
}

async function attach(o: {
  manifest: Manifest;
  l1: StackChain;
  settlement: Record<string, Address>;
  plan: RollupPlan;
}): Promise<AttachedRollup> {
  const { manifest, plan } = o;
  const { admin } = manifest.accounts.roles;
  const { sequenceSender, aggregator } = plan.accounts;
  const publicClient = publicClientOf(o.l1);
  const walletClient = walletClientOf({ chain: o.l1, account: admin });
  for (const { address: to } of [sequenceSender, aggregator]) {
    if ((await publicClient.getBalance({ address: to })) > 0n) continue;
    const hash = await walletClient.sendTransaction({ to, value: ETHER_SHARE });
    await publicClient.waitForTransactionReceipt({ hash });
  }
  return attachRollup({
    ...(await officialOf(manifest)),
    ...{ publicClient, walletClient },
    settlement: o.settlement as unknown as SettlementAddresses,
    params: {
      l2ChainId: plan.chainId,
      genesisRoot: manifest.l2GenesisRoot,
      gasToken:
        plan.gasToken === 'ether'
          ? zeroAddress
          : {
              ...{ name: plan.coin.name, symbol: plan.coin.symbol },
              ...{ holder: admin.address, supply: manifest.amounts.supply },
            },
      trustedSequencer: sequenceSender.address,
      trustedAggregator: aggregator.address,
      sequencerUrl: `http://${manifest.options.host}:${plan.port}`,
      networkName: plan.name,
      validators: manifest.validatorSet,
    },
  });
}
