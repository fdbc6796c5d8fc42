import { type Address, type Hex, zeroHash } from 'viem';
import { GATEWAY_ROUTE, GLOBAL_EXIT_ROOT_L2_ADDRESS } from '#contracts';
import { toJson } from '#core';
import { genesisEntry } from './chainFiles.ts';
import type { CdkConfig } from './types.ts';

/** The files about the settlement contracts, in the shapes of the official deployment scripts. */
export function settlementFiles(c: CdkConfig): Record<string, string> {
  const deployOutput = deployed(c);
  const rollupOutput = created(c);
  const json = (value: unknown) => toJson(value, 2);
  return {
    'genesis.json': json(genesis(c)),
    'deploy_output.json': json(deployOutput),
    'create_rollup_output.json': json(rollupOutput),
    'combined.json': json({ ...deployOutput, ...rollupOutput, ...aliases(c) }),
    'first-batch-config.json': json(rollupOutput.firstBatchData),
  };
}

function address(c: CdkConfig, name: string): Address {
  return c.l1[name] as Address;
}

/** Contract addresses under the keys of before v12, which stay; gateway keys where there is one. */
function deployed(c: CdkConfig) {
  const gateway = c.l1['aggLayerGateway'];
  const block = Number(c.deploymentBlock);
  return {
    polygonRollupManagerAddress: address(c, 'rollupManager'),
    polygonZkEVMBridgeAddress: address(c, 'bridge'),
    polygonZkEVMGlobalExitRootAddress: address(c, 'globalExitRoot'),
    ...(gateway ? gatewayFacts(c, gateway) : {}),
    polTokenAddress: address(c, 'pol'),
    zkEVMDeployerContract: address(c, 'factory'),
    deployerAddress: c.deployer,
    timelockContractAddress: address(c, 'timelock'),
    deploymentRollupManagerBlockNumber: block,
    upgradeToULxLyBlockNumber: block,
    admin: c.admin,
    trustedAggregator: c.trustedAggregator,
    proxyAdminAddress: address(c, 'proxyAdmin'),
    salt: c.salt,
  };
}

function gatewayFacts(c: CdkConfig, gateway: Address) {
  const route = { ...GATEWAY_ROUTE, verifier: address(c, 'batchVerifier') };
  return { aggLayerGatewayAddress: gateway, pessimisticVKeyRouteALGateway: route };
}

function created({ facts, l1, rollupId, validium }: CdkConfig) {
  const { batchL2Data, globalExitRoot, timestamp, sequencer } = facts.firstBatch;
  return {
    gasTokenMetadata: facts.gasTokenMetadata,
    gasTokenAddress: l1['big'] as Address,
    programVKey: zeroHash,
    firstBatchData: { batchL2Data, globalExitRoot, timestamp: Number(timestamp), sequencer },
    genesis: facts.genesisRoot,
    createRollupBlockNumber: Number(facts.createRollupBlock),
    rollupAddress: l1['rollup'] as Address,
    verifierAddress: facts.verifier,
    consensusContract: validium ? 'PolygonValidiumEtrog' : 'PolygonZkEVMEtrog',
    consensusContractAddress: facts.consensusImplementation,
    rollupTypeId: facts.rollupTypeId,
    rollupID: rollupId,
  };
}

/** The names of v12, and what else kurtosis-cdk adds to the two files it merges. */
function aliases(c: CdkConfig): Record<string, Hex | number> {
  const gateway = c.l1['aggLayerGateway'];
  return {
    AgglayerManager: address(c, 'rollupManager'),
    AgglayerBridge: address(c, 'bridge'),
    AgglayerGER: address(c, 'globalExitRoot'),
    ...(gateway ? { AgglayerGateway: gateway } : {}),
    polygonZkEVML2BridgeAddress: address(c, 'bridge'),
    LegacyAgglayerGERL2: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    bridgeGenBlockNumber: Number(c.facts.createRollupBlock),
  };
}

/** The genesis, with what cdk-node wants beside it in the same file. */
function genesis(c: CdkConfig) {
  const { facts, deploymentBlock, l1ChainId } = c;
  return {
    root: facts.genesisRoot,
    genesis: Object.entries(c.l2Genesis.accounts).map(([account, state]) => {
      const { code, storage, ...rest } = genesisEntry(state);
      const name = c.l2GenesisNames[account as Address];
      return {
        ...(name ? { contractName: name } : { accountName: 'system' }),
        ...rest,
        address: account,
        ...(code ? { bytecode: code } : {}),
        ...(storage ? { storage } : {}),
      };
    }),
    rollupCreationBlockNumber: Number(facts.createRollupBlock),
    rollupManagerCreationBlockNumber: Number(deploymentBlock),
    genesisBlockNumber: Number(facts.createRollupBlock),
    L1Config: {
      chainId: l1ChainId,
      polygonZkEVMGlobalExitRootAddress: address(c, 'globalExitRoot'),
      polygonRollupManagerAddress: address(c, 'rollupManager'),
      polTokenAddress: address(c, 'pol'),
      polygonZkEVMAddress: address(c, 'rollup'),
    },
  };
}
