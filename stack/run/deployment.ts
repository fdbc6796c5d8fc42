import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Address, Hex } from 'viem';
import { toJson } from '#core';
import type { MarketContracts } from '#market/sdk';
import type { L1Contracts } from '../L1Contracts.ts';
import type { RollupDeployment } from './attachRollups.ts';

const FILE = 'deployment.json';

/** What a start has put on the chains, so that the next start continues from it. */
export interface Deployment {
  /** State root of the L2 genesis it belongs to. */
  l2GenesisRoot: Hex;
  l1: Record<string, Address>;
  l2: Record<string, Address>;
  l1DeploymentBlock: number;
  l2DeploymentBlock: number;
  /** Name to program id. */
  programs: Record<string, Hex>;
  /** Rollups after the first. */
  rollups?: RollupDeployment[];
  /** Where the state of it is; see `placeOf`. */
  place?: string;
  /** The set that L1 knows; see `signersOf`. */
  signers?: string;
}

/** How many validators sign for how many, in words: it stays as it is on L1. */
export function signersOf(o: { validators: number; threshold: number }): string {
  return `${o.threshold} of ${o.validators} validators`;
}

/** What keeps the state of a stack, and where: the same words mean that it can be continued. */
export function placeOf(o: { in: string; l1: string; l2: string }): string {
  return `roles in ${o.in}, L1 ${o.l1}, L2 ${o.l2}`;
}

/** The deployment recorded in a data directory; absent when none was finished. */
export function readDeployment(dataDir: string): Deployment | undefined {
  const file = join(dataDir, FILE);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Deployment) : undefined;
}

export function writeDeployment(dataDir: string, deployment: Deployment): void {
  const temporary = join(dataDir, `${FILE}.new`);
  writeFileSync(temporary, toJson(deployment, 2));
  renameSync(temporary, join(dataDir, FILE));
}

/** The addresses as the services take them. */
export function l1ContractsOf(o: {
  l1: Record<string, Address>;
  l1DeploymentBlock: number;
}): L1Contracts {
  const at = (name: keyof L1Contracts) => o.l1[name] as Address;
  return {
    pol: at('pol'),
    big: at('big'),
    bridge: at('bridge'),
    globalExitRoot: at('globalExitRoot'),
    rollupManager: at('rollupManager'),
    rollup: at('rollup'),
    batchVerifier: at('batchVerifier'),
    deploymentBlock: BigInt(o.l1DeploymentBlock),
  };
}

/** The marketplace's contracts as its nodes take them. */
export function marketContractsOf(
  market: Pick<Deployment, 'l2' | 'l2DeploymentBlock'>,
): MarketContracts {
  const at = (name: string) => market.l2[name]!;
  return {
    jobMarket: at('jobMarket'),
    stakeVault: at('stakeVault'),
    programRegistry: at('programRegistry'),
    providerRegistry: at('providerRegistry'),
    deploymentBlock: BigInt(market.l2DeploymentBlock),
  };
}
