import {
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  defineChain,
  type Hex,
  http,
  numberToHex,
  type PrivateKeyAccount,
  type PublicClient,
  parseEther,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  type Artifact,
  type ArtifactLoader,
  type DeployStep,
  deploySettlement,
  l2Predeploys,
  loadArtifact,
  type OfficialDeployment,
  officialFromEnvironment,
  readPredeploys,
  type SettlementParams,
  sendSteps,
} from '#contracts';
import { waitFor } from '#core';
import type { Genesis } from '../engine/types.ts';
import { createScratchEngine } from '../genesis/createScratchEngine.ts';
import { genesisStateRoot } from '../genesis/genesisStateRoot.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { l1Genesis } from '../l1/l1Genesis.ts';
import { type L1, startL1 } from '../l1/startL1.ts';
import { type L2Node, type L2NodeOptions, startL2Node } from './startL2Node.ts';

/** The real settlement contracts on an L1, except for verifiers that accept every proof. */
export interface DeployedRollup {
  client: PublicClient;
  contracts: L1Contracts;
  genesis: Genesis;
  /** Deployer, admin, sequencer, aggregator and holder of BIG. */
  account: PrivateKeyAccount;
  /** Sends transactions to L1 and waits for them; throws when one reverts. */
  send(steps: DeployStep[]): Promise<void>;
  /** What an L2 node or a replica of this rollup takes. */
  options: Pick<
    L2NodeOptions,
    'l1RpcUrl' | 'contracts' | 'rollupId' | 'genesis' | 'gasPriceFloorWei' | 'freeClaimers'
  > & { chainId: bigint; bridge: Address };
}

/** The same with an L1 in this process. */
export interface TestRollup extends DeployedRollup {
  l1: L1;
  startNode(o?: Partial<L2NodeOptions>): Promise<L2Node>;
  stop(): Promise<void>;
}

export const L2_CHAIN_ID = 424242;
export const FLOOR = 1_000_000_000n;
const account = privateKeyToAccount(`0x${'42'.repeat(32)}`);
const l1Chain = defineChain({
  id: 1337,
  name: 'L1',
  nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
  rpcUrls: { default: { http: [] } },
});

export interface RollupSettings {
  /** What differs from a rollup whose one account has every role. */
  params?: Partial<SettlementParams>;
  /** Accounts with ether on L1, besides that one. */
  funded?: readonly Address[];
  /** Uses the verifier contracts; `params` then names key and validators. */
  realVerifiers?: boolean;
  /** Other contracts than those two choices give. */
  loadArtifact?: ArtifactLoader;
}

export async function startTestRollup(o: RollupSettings = {}): Promise<TestRollup> {
  const l1 = await startL1({ ...l1OptionsOf(o), host: '127.0.0.1', port: 0 });
  const deployed = await deployTestRollup({ ...o, rpcUrl: l1.rpcUrl });
  return {
    l1,
    ...deployed,
    startNode: (node) =>
      startL2Node({
        host: '127.0.0.1',
        port: 0,
        ...deployed.options,
        sequencer: { coinbase: account.address, blockTimeMs: 20, batch: { maxAgeMs: 60_000 } },
        ...node,
      }),
    stop: () => l1.stop(),
  };
}

/** What an L1 of these tests is made of, but for its address. */
export function l1OptionsOf(o: RollupSettings) {
  const genesis = l1Genesis({ funded: [account.address, ...(o.funded ?? [])] });
  return { chainId: 1337, genesis, blockTimeMs: 50 };
}

/** Puts the contracts on an L1 that was started with `l1OptionsOf`. */
export async function deployTestRollup(
  o: RollupSettings & { rpcUrl: string },
): Promise<DeployedRollup> {
  const official = await officialContracts();
  const genesis = await l2Genesis(official);
  const transport = http(o.rpcUrl);
  const client = createPublicClient({ chain: l1Chain, transport, pollingInterval: 20 });
  const walletClient = createWalletClient({ chain: l1Chain, transport, account });
  const deployed = await deploySettlement({
    ...official,
    publicClient: client,
    walletClient,
    loadArtifact: o.loadArtifact ?? (o.realVerifiers ? loadArtifact : withMockVerifiers),
    params: {
      l2ChainId: L2_CHAIN_ID,
      genesisRoot: await genesisStateRoot(genesis),
      admin: account.address,
      trustedAggregator: account.address,
      trustedSequencer: account.address,
      sequencerUrl: '',
      networkName: 'test',
      big: { holder: account.address, supply: parseEther('1000000') },
      batchKey: { bytes: '0x', dev: true },
      validators: { epoch: 1n, root: 1n, k: 2, n: 3 },
      ...o.params,
    },
  });
  const contracts: L1Contracts = deployed;
  const options = {
    l1RpcUrl: o.rpcUrl,
    contracts,
    rollupId: 1,
    chainId: BigInt(L2_CHAIN_ID),
    genesis,
    gasPriceFloorWei: FLOOR,
    freeClaimers: [account.address],
    bridge: contracts.bridge,
  };
  const send = async (steps: DeployStep[]) => {
    await sendSteps({ publicClient: client, walletClient, steps, timeoutMs: 10_000 });
  };
  return { client, contracts, genesis, account, send, options };
}

/** The real contracts of the L2, and an account with BIG so that tests need no deposit first. */
async function l2Genesis(official: { official?: OfficialDeployment }): Promise<Genesis> {
  const predeploys = l2Predeploys({ owner: account.address, ...official });
  const { address, code } = predeploys.preset;
  const scratch = await createScratchEngine({
    chainId: BigInt(L2_CHAIN_ID),
    genesis: { timestamp: 1n, accounts: { [address]: { nonce: 1n, code } } },
  });
  for (const { to, data, from } of predeploys.steps) {
    await scratch.request({ method: 'eth_sendTransaction', params: [{ to, data, from }] });
  }
  const publicClient = createPublicClient({ transport: custom(scratch) });
  const accounts = await readPredeploys({ publicClient, accounts: predeploys.accounts });
  return {
    timestamp: 1n,
    accounts: { ...accounts, [account.address]: { balance: parseEther('1000') } },
  };
}

/** The official contracts when the environment asks for them: every test here passes with either. */
export async function officialContracts(): Promise<{ official?: OfficialDeployment }> {
  const official = await officialFromEnvironment(account.address);
  return official ? { official } : {};
}

function withMockVerifiers(name: string): Artifact {
  const artifact = loadArtifact(name);
  if (name !== 'Groth16Verifier' && name !== 'BatchVerifier') return artifact;
  return { ...artifact, bytecode: loadArtifact('AlwaysTrueVerifier').bytecode };
}

/** Calls the node as a user would. */
export async function rpc<T>(node: L2Node, method: string, params: unknown[] = []): Promise<T> {
  const response = await fetch(node.rpcUrl, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result: T; error?: unknown };
  if (error) throw new Error(JSON.stringify(error));
  return result;
}

/** A signed transfer on L2 that pays the floor. */
export function l2Transfer(o: {
  nonce: number;
  to?: Address;
  value?: bigint;
  data?: Hex;
  gas?: bigint;
}) {
  return account.signTransaction({
    type: 'eip1559',
    chainId: L2_CHAIN_ID,
    gas: 100_000n,
    maxFeePerGas: FLOOR,
    maxPriorityFeePerGas: FLOOR,
    to: '0x00000000000000000000000000000000000000b0',
    value: 1n,
    ...o,
  });
}

/** Sends transfers to the node, from `nonce` on, and waits until they are in blocks. */
export async function mineTransfers(
  node: L2Node,
  o: { nonce: number; count: number },
): Promise<void> {
  for (let i = 0; i < o.count; i++) {
    await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce: o.nonce + i })]);
  }
  await waitFor({
    what: `nonce ${o.nonce + o.count}`,
    check: async () =>
      (await rpc(node, 'eth_getTransactionCount', [account.address, 'latest'])) ===
        numberToHex(o.nonce + o.count) || undefined,
    timeoutMs: 5_000,
    intervalMs: 10,
  });
}
