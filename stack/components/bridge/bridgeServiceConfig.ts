import { GLOBAL_EXIT_ROOT_L2_ADDRESS } from '#contracts';
import type { BridgeInput } from './BridgeInput.ts';
import { POSTGRES } from './postgres.ts';

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
  const sections: Record<string, readonly string[]> = {
    Log: ['Level = "info"', 'Outputs = ["stdout"]'],
    SyncDB: ['Database = "postgres"'],
    'SyncDB.PgStorage': database(),
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
    BridgeServer: [
      'GRPCPort = "9090"',
      `HTTPPort = ${quoted(String(BRIDGE_HTTP_PORT))}`,
      // A dev L1 finalises late, or never.
      'FinalizedGEREnabled = false',
    ],
    'BridgeServer.DB': ['Database = "postgres"'],
    'BridgeServer.DB.PgStorage': database(),
    NetworkConfig: [
      `L1GenBlockNumber = ${o.l1GenesisBlock}`,
      'L2GenBlockNumbers = [0]',
      `PolygonBridgeAddress = ${quoted(o.contracts.bridge)}`,
      `PolygonZkEVMGlobalExitRootAddress = ${quoted(o.contracts.globalExitRoot)}`,
      `PolygonRollupManagerAddress = ${quoted(o.contracts.rollupManager)}`,
      `L2PolygonBridgeAddresses = [${quoted(o.contracts.bridge)}]`,
      'RequireSovereignChainSmcs = [false]',
      `L2PolygonZkEVMGlobalExitRootAddresses = [${quoted(GLOBAL_EXIT_ROOT_L2_ADDRESS)}]`,
    ],
  };
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`)
    .join('\n');
}

function database(): string[] {
  const { host, port, name } = POSTGRES;
  const same = ['User', 'Password', 'Name'].map((key) => `${key} = ${quoted(name)}`);
  return [...same, `Host = ${quoted(host)}`, `Port = ${quoted(String(port))}`, 'MaxConns = 20'];
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
