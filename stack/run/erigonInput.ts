import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Address, type Hex, zeroHash } from 'viem';
import { l2Engines } from '../components/engines.ts';
import type { CdkErigonInput } from '../components/l2/CdkErigonInput.ts';
import { chainFiles } from '../config/chainFiles.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';
import { CHAIN_NAME } from './writeConfig.ts';

/** Shortest times that cdk-erigon was run with, milliseconds. */
const SEAL = { block: 1_000, emptyBlock: 5_000, batch: 5_000 };
/** It insists on an address; nothing is at this one. */
const NOWHERE: Address = '0x000000000000000000000000000000000000dEaD';

/** Of a cdk-erigon whose rollup is on L1, with the chain files as they were written for it. */
export function cdkErigonInput(o: {
  manifest: Manifest;
  l1RpcUrl: string;
  contracts: L1Contracts;
}): CdkErigonInput {
  const files = writtenFiles(join(o.manifest.options.dataDir, 'config'));
  const { root } = JSON.parse(files[`dynamic-${CHAIN_NAME}-conf.json`]!) as { root: Hex };
  return {
    ...common(o),
    contracts: o.contracts,
    chainFiles: files,
    genesisRoot: root,
  };
}

/** Of one that is asked for its genesis root before there is a rollup. */
export function genesisInput(o: { manifest: Manifest; l1RpcUrl: string }): CdkErigonInput {
  const { options, l2Genesis, l2GenesisNames } = o.manifest;
  const nowhere = {
    ...{ pol: NOWHERE, big: NOWHERE, bridge: NOWHERE, globalExitRoot: NOWHERE },
    ...{ rollupManager: NOWHERE, rollup: NOWHERE, deploymentBlock: 1n },
  };
  const files = chainFiles({
    ...{ name: CHAIN_NAME, l2ChainId: options.l2ChainId, l2Genesis, l2GenesisNames },
    ...{ rules: l2Engines[options.l2].rules, genesisRoot: zeroHash },
    // The root is that of the accounts alone.
    timestamp: l2Genesis.timestamp,
  });
  return { ...common(o), contracts: nowhere, chainFiles: files, genesisRoot: zeroHash };
}

function common(o: { manifest: Manifest; l1RpcUrl: string }) {
  const { options, accounts } = o.manifest;
  return {
    l1RpcUrl: o.l1RpcUrl,
    l1ChainId: options.l1ChainId,
    l2ChainId: options.l2ChainId,
    rollupId: ROLLUP_ID,
    sequencer: accounts.roles.sequenceSender.address,
    chainName: CHAIN_NAME,
    seal: {
      ...SEAL,
      block: Math.max(SEAL.block, options.l2BlockTimeMs),
      batch: Math.max(SEAL.batch, options.batchMaxAgeMs),
    },
    port: 0,
  };
}

function writtenFiles(directory: string): Record<string, string> {
  const names = readdirSync(directory).filter((name) => name.startsWith(`dynamic-${CHAIN_NAME}-`));
  return Object.fromEntries(
    names.map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
  );
}
