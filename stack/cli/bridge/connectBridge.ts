import { resolve } from 'node:path';
import {
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  http,
  type PublicClient,
  type WalletClient,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { callApi, startBridgeService } from '#bridge';
import { bridgeAbi } from '#contracts';
import { createLogger, environment, waitFor } from '#core';
import { StackNotRunningError } from '../../errors.ts';
import type { StackInfo } from '../../session/StackInfo.ts';
import { requireSession } from '../../session/session.ts';
import type { BridgeFlags } from './BridgeCommandContext.ts';
import { BridgeNetworkMissingError, BridgeUsageError } from './errors.ts';
import { addressOf, hexOf } from './parse.ts';
import { TIMEOUT_MS } from './timeout.ts';

/** One network as the commands use it. */
export interface ConnectedNetwork {
  /** 0 the L1, n the rollup with id n. */
  id: number;
  rpcUrl: string;
  bridge: Address;
  client: PublicClient;
}

export interface BridgeConnection {
  /** @throws BridgeNetworkMissingError */
  network(id: number): ConnectedNetwork;
  networks(): ConnectedNetwork[];
  /** The rollup with the lowest id. */
  firstRollup(): ConnectedNetwork;
  account(): Account;
  wallet(id: number): WalletClient<ReturnType<typeof http>, undefined, Account>;
  /** Of a bridge service: the one that was named, the stack's, or one of this process. */
  api(): Promise<string>;
  /** Of a service of ours, for what no other answers: one of this process where the stack's is another. */
  ourApi(): Promise<string>;
  /** Once a service of this process has read every block; at once with any other. */
  synced(): Promise<void>;
  close(): Promise<void>;
}

interface Endpoints {
  l1: { rpcUrl: string; bridge: Address; fromBlock: bigint };
  rollups: { rpcUrl: string; bridge: Address }[];
  api: string | undefined;
  key: `0x${string}` | undefined;
}

/**
 * Connects to what the flags name, or to the running stack when they name nothing.
 * @throws StackNotRunningError, BridgeUsageError
 */
export async function connectBridge(flags: BridgeFlags): Promise<BridgeConnection> {
  const endpoints = flags.l1Rpc || flags.l2Rpc ? named(flags) : ofStack(flags);
  const networks = await identify(endpoints);
  let service: Awaited<ReturnType<typeof startBridgeService>> | undefined;
  const network = (id: number): ConnectedNetwork => {
    const found = networks.get(id);
    if (!found) throw new BridgeNetworkMissingError({ network: id, known: [...networks.keys()] });
    return found;
  };
  const account = (): Account => {
    const key = flags.key ?? environment('BIGFILE_BRIDGE_KEY') ?? endpoints.key;
    if (!key) throw new BridgeUsageError({ problem: '--key is missing' });
    return privateKeyToAccount(hexOf(key, '--key', 32));
  };
  const api = async () => endpoints.api ?? (await own()).url;
  const own = async () => {
    service ??= await serve(endpoints, networks);
    return service;
  };
  return {
    network,
    account,
    api,
    networks: () => [...networks.values()],
    firstRollup: () => network(Math.min(...[...networks.keys()].filter((id) => id !== 0))),
    wallet: (id) => createWalletClient({ account: account(), transport: http(network(id).rpcUrl) }),
    async ourApi() {
      const url = await api();
      return (await isOurs(url)) ? url : (await own()).url;
    },
    async synced() {
      if (service) await allRead(service.url);
    },
    close: async () => service?.stop(),
  };
}

function named(flags: BridgeFlags): Endpoints {
  const { l1Rpc, l2Rpc = [], bridge } = flags;
  if (!l1Rpc) throw new BridgeUsageError({ problem: '--l1-rpc is missing' });
  if (l2Rpc.length === 0) throw new BridgeUsageError({ problem: '--l2-rpc is missing' });
  if (!bridge) throw new BridgeUsageError({ problem: '--bridge is missing' });
  const l1 = addressOf(bridge, '--bridge');
  const l2 = flags.l2Bridge ? addressOf(flags.l2Bridge, '--l2-bridge') : l1;
  return {
    l1: { rpcUrl: l1Rpc, bridge: l1, fromBlock: BigInt(flags.l1FromBlock ?? 0) },
    rollups: l2Rpc.map((rpcUrl) => ({ rpcUrl, bridge: l2 })),
    api: flags.bridgeApi?.replace(/\/+$/, ''),
    key: undefined,
  };
}

function ofStack(flags: BridgeFlags): Endpoints {
  const dataDir = resolve(flags.dataDir ?? '.bigfile/stack');
  const { info } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const bridge = info.contracts.l1['bridge'] as Address;
  return {
    l1: { rpcUrl: info.l1.rpc, bridge, fromBlock: BigInt(info.l1DeploymentBlock) },
    rollups: rollupUrls(info).map((rpcUrl) => ({ rpcUrl, bridge })),
    api: flags.bridgeApi?.replace(/\/+$/, '') ?? info.bridge.url,
    key: info.accounts[0]?.key,
  };
}

/** The rollups of a stack: the first, and those that were started beside it. */
function rollupUrls(info: StackInfo & { rollups?: readonly { rpc: string }[] }): string[] {
  return [...new Set([info.l2.rpc, ...(info.rollups ?? []).map(({ rpc }) => rpc)])];
}

/** Every bridge tells the network that it is on. */
async function identify({ l1, rollups }: Endpoints): Promise<Map<number, ConnectedNetwork>> {
  const all = await Promise.all(
    [l1, ...rollups].map(async ({ rpcUrl, bridge }) => {
      const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
      const read = { address: bridge, abi: bridgeAbi, functionName: 'networkID' } as const;
      return { id: await client.readContract(read), rpcUrl, bridge, client };
    }),
  );
  return new Map(all.map((network) => [network.id, network]));
}

/** Another service has fewer routes. */
async function isOurs(url: string): Promise<boolean> {
  const { implementation } = await callApi<{ implementation?: string }>(`${url}/api`);
  return implementation === 'bigfile-devkit';
}

/** Waits until a service has read every block that there is now. */
async function allRead(url: string): Promise<void> {
  type Sync = { sync: { synced: boolean }[] };
  await waitFor({
    what: `the bridge service at ${url} to have read every block`,
    timeoutMs: TIMEOUT_MS,
    async check() {
      const { sync } = await callApi<Sync>(`${url}/sync`);
      return sync.every((network) => network.synced) || undefined;
    },
  });
}

/** A service of this process, in memory, for those who have none: it indexes and claims nothing. */
async function serve({ l1 }: Endpoints, networks: ReadonlyMap<number, ConnectedNetwork>) {
  const main = networks.get(0) as ConnectedNetwork;
  const read = { address: l1.bridge, abi: bridgeAbi } as const;
  const [globalExitRoot, rollupManager] = await Promise.all([
    main.client.readContract({ ...read, functionName: 'globalExitRootManager' }),
    main.client.readContract({ ...read, functionName: 'polygonRollupManager' }),
  ]);
  const logger = createLogger('bridge');
  logger.level = 'error';
  return startBridgeService({
    host: '127.0.0.1',
    port: 0,
    logger,
    l1: { ...l1, globalExitRoot, rollupManager, genesisBlock: l1.fromBlock },
    rollups: [...networks.values()]
      .filter(({ id }) => id !== 0)
      .map(({ id, rpcUrl, bridge }) => ({ rollupId: id, rpcUrl, bridge })),
  });
}
