import { privateKeyToAddress } from 'viem/accounts';
import { GLOBAL_EXIT_ROOT_L2_ADDRESS } from '#contracts';
import { toml, tomlLines } from '../toml.ts';
import type { CdkNodeInput } from './CdkNodeInput.ts';

/** Provers dial in here (`aggregator.v1.AggregatorService`). */
export const PROVER_PORT = 50_081;
/** The zkEVM's rules that prover and contracts must share. */
const FORK_ID = 12;

/** Where its files are in the container. */
export const CDK_NODE_FILES = {
  config: '/etc/cdk/config.toml',
  sequencer: '/etc/cdk/sequencer.keystore',
  aggregator: '/etc/cdk/aggregator.keystore',
  password: 'dev',
  data: '/data',
};

/**
 * The TOML that cdk-node 0.5 merges with its own defaults. The values on top are variables that those
 * defaults are made of; the sections replace what is meant for an L1 that finalises.
 */
export function cdkNodeConfig(o: CdkNodeInput): string {
  const { contracts } = o;
  const from = contracts.deploymentBlock;
  return toml({
    top: tomlLines({
      PathRWData: CDK_NODE_FILES.data,
      L1URL: o.l1RpcUrl,
      L2URL: o.l2RpcUrl,
      WitnessURL: o.l2RpcUrl,
      // A variable that must be there; nothing is sent to it.
      AggLayerURL: '',
      ForkId: FORK_ID,
      ContractVersions: 'banana',
      IsValidiumMode: o.validium,
      L2Coinbase: o.coinbase,
      SequencerPrivateKeyPath: CDK_NODE_FILES.sequencer,
      SequencerPrivateKeyPassword: CDK_NODE_FILES.password,
      AggregatorPrivateKeyPath: CDK_NODE_FILES.aggregator,
      AggregatorPrivateKeyPassword: CDK_NODE_FILES.password,
      // Whoever sends the proof is part of what is proven.
      SenderProofToL1Addr: privateKeyToAddress(o.keys.aggregator),
      polygonBridgeAddr: contracts.bridge,
      rollupCreationBlockNumber: from,
      rollupManagerCreationBlockNumber: from,
      genesisBlockNumber: from,
    }),
    sections: {
      L1Config: tomlLines({
        chainId: o.l1ChainId,
        polygonZkEVMGlobalExitRootAddress: contracts.globalExitRoot,
        polygonRollupManagerAddress: contracts.rollupManager,
        polTokenAddress: contracts.pol,
        polygonZkEVMAddress: contracts.rollup,
      }),
      L2Config: tomlLines({ GlobalExitRootAddr: GLOBAL_EXIT_ROOT_L2_ADDRESS }),
      Log: ['Environment = "production"', 'Level = "info"', 'Outputs = ["stderr"]'],
      Common: tomlLines({ NetworkID: o.rollupId }),
      // Minutes of waiting, for an L1 that takes nothing back and finalises late.
      SequenceSender: tomlLines({
        WaitPeriodSendSequence: '2s',
        LastBatchVirtualizationTimeMaxWaitPeriod: '5s',
        L1BlockTimestampMargin: '0s',
        GetBatchWaitInterval: '1s',
        SequencesTxFileName: `${CDK_NODE_FILES.data}/sequences.json`,
        // Of blocks without exit roots it notes the finalised ones alone, and refuses to sequence before it has
        // noted the one that it is told to look at.
        BlockFinality: 'FinalizedBlock',
      }),
      'SequenceSender.EthTxManager': tomlLines({
        StoragePath: `${CDK_NODE_FILES.data}/sequencer-txs.sqlite`,
        ...FINAL_BY_DEPTH,
      }),
      Aggregator: tomlLines({
        Host: '0.0.0.0',
        Port: PROVER_PORT,
        RetryTime: '2s',
        VerifyProofInterval: '5s',
        ProofStatePollingInterval: '1s',
        GasOffset: 150_000,
        SettlementBackend: 'l1',
      }),
      'Aggregator.EthTxManager': tomlLines({
        StoragePath: `${CDK_NODE_FILES.data}/aggregator-txs.sqlite`,
        ...FINAL_BY_DEPTH,
      }),
      'Aggregator.Synchronizer.Synchronizer': tomlLines({
        SyncInterval: '1s',
        GenesisBlockNumber: from,
        SyncUpToBlock: 'latest',
        BlockFinality: 'latest',
      }),
      L1InfoTreeSync: tomlLines({ InitialBlock: from, BlockFinality: 'LatestBlock' }),
    },
  });
}

/** Blocks after which a transaction counts as safe and as final; 0 would wait for the L1 to say so. */
const FINAL_BY_DEPTH = { SafeStatusL1NumberOfBlocks: 1, FinalizedStatusL1NumberOfBlocks: 2 };
