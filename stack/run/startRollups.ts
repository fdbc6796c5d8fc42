import { parseEther } from 'viem';
import { waitFor } from '#core';
import type { RollupInfo } from '../session/StackInfo.ts';
import type { StepRecorder } from '../walk/steps.ts';
import type { RollupDeployment } from './attachRollups.ts';
import { chainOf, publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import type { Deployment } from './deployment.ts';
import { fundActors } from './fundActors.ts';
import type { Manifest } from './manifest.ts';
import type { RollupPlan } from './rollupPlan.ts';
import type { RollupEndpoints, SpawnedRollup } from './spawnRollup.ts';

const FUNDS_TIMEOUT_MS = 60_000;
/** Ether that each user gets on a rollup whose coin it is. */
const ETHER_PER_USER = parseEther('5');

/** A rollup after the first whose L2 answers. */
export interface StartedRollup {
  plan: RollupPlan;
  deployment: RollupDeployment;
  chain: StackChain;
  engine: string;
  services: Promise<RollupEndpoints>;
}

/** Waits for the L2s of the rollups after the first. */
export async function startRollups(o: {
  rollups: readonly SpawnedRollup[];
  deployments: readonly RollupDeployment[];
  recorder: StepRecorder;
}): Promise<StartedRollup[]> {
  const started: StartedRollup[] = [];
  for (const { plan, l2, services } of o.rollups) {
    const { rollupId, chainId: id, name, coin } = plan;
    const { rpcUrl, engine } = await o.recorder.run(
      `start the L2 of rollup ${rollupId}`,
      () => l2,
      (ready) => ({ chain: 'l2', note: ready.engine }),
    );
    const deployment = o.deployments.find((d) => d.rollupId === rollupId)!;
    const chain = chainOf({ layer: 'l2', id, rpcUrl, name, coin });
    started.push({ plan, deployment, chain, engine, services });
  }
  return started;
}

/** Gives the users the coin of a rollup after the first, there and on L1, through the bridge. */
export async function fundRollup(o: {
  rollup: StartedRollup;
  manifest: Manifest;
  l1: StackChain;
  contracts: Deployment['l1'];
  recorder: StepRecorder;
}): Promise<void> {
  const { rollup, manifest } = o;
  const { plan, deployment, chain } = rollup;
  const { users, roles } = manifest.accounts;
  const isEther = plan.gasToken === 'ether';
  const amount = isEther ? ETHER_PER_USER : manifest.amounts.perUser;
  const shares = users.map(({ address }) => ({ to: address, amount }));
  const { txHash } = await o.recorder.run(
    `deposit the coin of rollup ${plan.rollupId}`,
    () =>
      fundActors({
        publicClient: publicClientOf(o.l1),
        walletClient: walletClientOf({ chain: o.l1, account: roles.admin }),
        rollupId: plan.rollupId,
        token: deployment.gasToken,
        bridge: o.contracts['bridge']!,
        deposits: shares,
        // Everybody has ether on L1 from genesis.
        transfers: isEther ? [] : shares,
      }),
    (done) => ({ chain: 'l1', txHash: done.txHash, note: `${shares.length} deposits` }),
  );
  const client = publicClientOf(chain);
  await o.recorder.run(
    `claim it on rollup ${plan.rollupId}`,
    () =>
      waitFor({
        what: `the claims of the deposits up to ${txHash} on rollup ${plan.rollupId}`,
        timeoutMs: FUNDS_TIMEOUT_MS,
        check: async () => {
          const balances = await Promise.all(
            shares.map(({ to: address }) => client.getBalance({ address })),
          );
          return balances.every((balance) => balance > 0n) || undefined;
        },
      }),
    () => ({ chain: 'l2' }),
  );
}

/** What the outside may know of a rollup after the first. */
export async function rollupInfo(o: {
  rollup: StartedRollup;
  manifest: Manifest;
}): Promise<RollupInfo> {
  const { plan, deployment, chain, services } = o.rollup;
  const { sequenceSender, aggregator, validators } = await services;
  const { rollup, batchVerifier, gasToken, rollupId } = deployment;
  return {
    rollupId,
    chainId: chain.id,
    rpc: chain.rpcUrls.default.http[0] as string,
    nativeCurrency: chain.nativeCurrency,
    contracts: { l1: { rollup, batchVerifier, gasToken } },
    sequenceSender: { url: sequenceSender.url },
    aggregator: { url: aggregator.url },
    validators: validators.map(({ name, url }) => ({
      name,
      url,
      address: o.manifest.validators.find((v) => name === `${plan.prefix}${v.name}`)!.account
        .address,
    })),
  };
}
