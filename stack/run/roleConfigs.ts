import { join } from 'node:path';
import type { Hex } from 'viem';
import type { BridgeServiceOptions } from '#bridge';
import { programs } from '#circuits';
import type { ProviderConfig } from '#market/provider';
import type { SchedulerConfig } from '#market/scheduler';
import type { MarketContracts } from '#market/sdk';
import { l2Engines } from '../components/engines.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import type { L1Options } from '../l1/startL1.ts';
import type { L2NodeOptions } from '../l2/index.ts';
import type {
  AggregatorOptions,
  SequenceSenderOptions,
  ValidatorOptions,
} from '../services/index.ts';
import type { Manifest } from './manifest.ts';

/** A service that listens. */
export interface Endpoint {
  name: string;
  url: string;
}

/** What the settlement services need to know. */
export interface Base {
  l1RpcUrl: string;
  contracts: L1Contracts;
}
export interface Both extends Base {
  l2RpcUrl: string;
}
export interface OnMarket {
  l2RpcUrl: string;
  contracts: MarketContracts;
}

/** A rollup after the first, as the bridge service follows it and claims there. */
export interface FollowedRollup {
  rollupId: number;
  rpcUrl: string;
  claimerKey: Hex;
}

/** The configuration of each role, from the manifest and what has become known. */
export function createConfigs(manifest: Manifest) {
  const { options, accounts, amounts, rollupId, prefix } = manifest;
  const { roles } = accounts;
  const stateDir = (name: string) => join(options.dataDir, 'state', `${prefix}${name}`);
  const circuitsDir = join(options.cacheDir, 'circuits');
  const anyPort = { host: options.host, port: 0 };
  const gasPriceWei = options.gasPriceFloorWei;
  const l2ChainId = BigInt(options.l2ChainId);
  return {
    l1: (): L1Options => ({
      host: options.host,
      port: options.l1Port,
      chainId: options.l1ChainId,
      genesis: manifest.l1Genesis,
      dataDir: stateDir('l1'),
      blockTimeMs: options.l1BlockTimeMs,
    }),
    l2: (b: Base): L2NodeOptions & { configFile?: string } => ({
      ...(options.configFile ? { configFile: options.configFile } : {}),
      ...b,
      host: options.host,
      port: options.l2Port,
      rollupId,
      genesis: manifest.l2Genesis,
      chainId: l2ChainId,
      dataDir: stateDir('l2'),
      sequencer: {
        coinbase: roles.sequencer.address,
        blockTimeMs: options.l2BlockTimeMs,
        batch: {
          maxAgeMs: options.batchMaxAgeMs,
          maxBytes: options.batchMaxBytes,
          maxTransactions: options.batchMaxTransactions,
        },
        blocks: {
          mode: options.l2Blocks,
          order: options.l2Order,
          emptyBlocks: options.l2EmptyBlocks,
          emptyBatches: options.emptyBatches,
          skipForced: options.l2SkipForced,
        },
      },
      gasPriceFloorWei: options.gasPriceFloorWei,
      freeClaimers: [roles.claimer.address],
      bridge: b.contracts.bridge,
    }),
    bridge: (b: Both, others: readonly FollowedRollup[]): BridgeServiceOptions => ({
      host: options.host,
      port: options.bridgePort,
      l1: { ...b.contracts, rpcUrl: b.l1RpcUrl, genesisBlock: b.contracts.deploymentBlock },
      rollups: [
        { rollupId, rpcUrl: b.l2RpcUrl },
        ...others.map(({ rpcUrl, ...other }) => ({ rollupId: other.rollupId, rpcUrl })),
      ],
      dataDir: stateDir('bridge'),
      claimers: [
        { destination: rollupId, key: roles.claimer.key },
        ...others.map((rollup) => ({ destination: rollup.rollupId, key: rollup.claimerKey })),
      ],
    }),
    sequenceSender: (b: Both): SequenceSenderOptions => ({
      ...b,
      rollupId,
      key: roles.sequenceSender.key,
      coinbase: roles[l2Engines[options.l2].coinbase].address,
      api: anyPort,
      mintPol: true,
    }),
    validator: (b: Base, v: Manifest['validators'][number]): ValidatorOptions => ({
      ...b,
      ...anyPort,
      rollupId,
      genesis: manifest.l2Genesis,
      validatorSeed: v.seed,
      ecdsaKey: v.account.key,
      journalPath: join(stateDir(v.name), 'journal.sqlite'),
    }),
    /** @param validators none where nobody can re-execute the batches */
    aggregator: (b: Both, validators: readonly Endpoint[]): AggregatorOptions => ({
      ...b,
      ...anyPort,
      rollupId,
      key: roles.aggregator.key,
      ...(validators.length > 0 ? { validators: validators.map(({ url }) => url) } : {}),
      validatorSet: manifest.validatorSet,
      prover: options.prover,
      official: { port: options.proverPort, witness: options.proverWitness },
      circuitsCacheDir: circuitsDir,
      dataDir: stateDir('aggregator'),
    }),
    scheduler: (m: OnMarket): SchedulerConfig => ({
      ...m,
      ...anyPort,
      key: roles.scheduler.key,
      stakeWei: amounts.stake,
      gasPriceWei,
    }),
    provider: (m: OnMarket, p: Manifest['providers'][number]): ProviderConfig => ({
      ...m,
      ...anyPort,
      key: p.account.key,
      hardware: p.hardware,
      pricing: { perJob: p.pricePerJob },
      programs: [...Object.keys(programs), ...options.programs],
      stakeWei: amounts.stake,
      cacheDir: circuitsDir,
      gasPriceWei,
    }),
  };
}
