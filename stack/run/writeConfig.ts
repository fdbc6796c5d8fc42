import { join } from 'node:path';
import { type Address, zeroHash } from 'viem';
import { l2Engines } from '../components/engines.ts';
import { readSettlementFacts } from '../config/readSettlementFacts.ts';
import { writeCdkConfig } from '../config/writeCdkConfig.ts';
import { publicClientOf, type StackChain } from './clients.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';

/** Name of the chain in cdk-erigon's files. */
export const CHAIN_NAME = 'bigfile';

/**
 * Writes what CDK components read into the data directory's `config/`, from the L1 as it is.
 * @throws FactMissingError
 */
export async function writeConfig(o: {
  manifest: Manifest;
  l1: StackChain;
  settlement: { l1: Record<string, Address>; l1DeploymentBlock: number };
}): Promise<void> {
  const { options, accounts, l2Genesis, l2GenesisNames } = o.manifest;
  const { deployer, admin, aggregator } = accounts.roles;
  const { l1 } = o.settlement;
  const deploymentBlock = BigInt(o.settlement.l1DeploymentBlock);
  const at = (name: string) => l1[name] as Address;
  const facts = await readSettlementFacts({
    client: publicClientOf(o.l1),
    contracts: {
      rollupManager: at('rollupManager'),
      rollup: at('rollup'),
      bridge: at('bridge'),
      big: at('big'),
    },
    rollupId: ROLLUP_ID,
    deploymentBlock,
  });
  writeCdkConfig({
    directory: join(options.dataDir, 'config'),
    config: {
      name: CHAIN_NAME,
      l1ChainId: options.l1ChainId,
      l2ChainId: options.l2ChainId,
      rollupId: ROLLUP_ID,
      rules: l2Engines[options.l2].rules,
      validium: options.da === 'validium',
      l1,
      deploymentBlock,
      deployer: deployer.address,
      admin: admin.address,
      trustedAggregator: aggregator.address,
      salt: zeroHash,
      l2Genesis,
      l2GenesisNames,
      facts,
    },
  });
}
