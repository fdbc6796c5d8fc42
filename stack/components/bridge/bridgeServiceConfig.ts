import { GLOBAL_EXIT_ROOT_L2_ADDRESS } from '#contracts';
import { databaseLines, type PostgresInput } from '../postgres/postgres.ts';
import { toml, tomlLines } from '../toml.ts';
import type { BridgeInput } from './BridgeInput.ts';

/** Its database. */
export const BRIDGE_DATABASE: PostgresInput = { host: 'postgres', name: 'bridge' };

export const BRIDGE_HTTP_PORT = 8080;

/** Where its files are in the container. */
export const BRIDGE_FILES = {
  config: '/etc/zkevm-bridge/config.toml',
  keystore: '/etc/zkevm-bridge/claimer.keystore',
  password: 'dev',
};

/** The TOML that zkevm-bridge-service 0.6 reads. */
export function bridgeServiceConfig(o: BridgeInput): string {
  const keystore = `{Path = ${quoted(BRIDGE_FILES.keystore)}, Password = ${quoted(BRIDGE_FILES.password)}}`;
  const database = databaseLines({ ...BRIDGE_DATABASE, connections: 20 });
  const { bridge, globalExitRoot, rollupManager } = o.contracts;
  return toml({
    sections: {
      Log: ['Level = "info"', 'Outputs = ["stdout"]'],
      SyncDB: ['Database = "postgres"'],
      'SyncDB.PgStorage': database,
      ClaimTxManager: [
        'Enabled = true',
        'FrequencyToMonitorTxs = "1s"',
        `PrivateKey = ${keystore}`,
        'RetryInterval = "1s"',
        'RetryNumber = 10',
        'AuthorizedClaimMessageAddresses = []',
        'AreClaimsBetweenL2sEnabled = false',
        'IgnoreDepositAfterXL1Blocks = 300',
      ],
      Etherman: [`L1URL = ${quoted(o.l1RpcUrl)}`, `L2URLs = [${quoted(o.l2RpcUrl)}]`],
      Synchronizer: ['SyncInterval = "1s"', 'SyncChunkSize = 100'],
      BridgeController: ['Height = 32'],
      // A dev L1 finalises late, or never.
      BridgeServer: tomlLines({
        GRPCPort: '9090',
        HTTPPort: String(BRIDGE_HTTP_PORT),
        FinalizedGEREnabled: false,
      }),
      'BridgeServer.DB': ['Database = "postgres"'],
      'BridgeServer.DB.PgStorage': database,
      NetworkConfig: [
        `L1GenBlockNumber = ${o.l1GenesisBlock}`,
        'L2GenBlockNumbers = [0]',
        `PolygonBridgeAddress = ${quoted(bridge)}`,
        `PolygonZkEVMGlobalExitRootAddress = ${quoted(globalExitRoot)}`,
        `PolygonRollupManagerAddress = ${quoted(rollupManager)}`,
        `L2PolygonBridgeAddresses = [${quoted(bridge)}]`,
        'RequireSovereignChainSmcs = [false]',
        `L2PolygonZkEVMGlobalExitRootAddresses = [${quoted(GLOBAL_EXIT_ROOT_L2_ADDRESS)}]`,
      ],
    },
  });
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
