import {
  type Address,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  numberToHex,
  parseEther,
  zeroAddress,
  zeroHash,
} from 'viem';
import {
  type Artifact,
  bridgeAbi,
  bridgeCreation,
  CREATE2_DEPLOYER_ADDRESS,
  CREATE2_DEPLOYER_CODE,
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  globalExitRootAbi,
  initCode,
  l2Predeploys,
  loadArtifact,
  type OfficialDeployment,
  readPredeploys,
  settlementKit,
  sharedCreation,
} from '#contracts';
import type { TestChain } from './openTestChain.ts';

export const DEPLOYER: Address = '0x000000000000000000000000000000000000d001';
export const MANAGER: Address = '0x000000000000000000000000000000000000d002';
/** Emits LOG3: its call data is three topics, then the data. */
const EMITTER: Hex = '0x36600060003760405160205160005160603603606090a300';

/** Deploys a contract of the project, for tests. */
export async function create(
  chain: TestChain,
  name: string,
  args: readonly unknown[],
): Promise<Address> {
  return createFrom(chain, loadArtifact(name), args);
}

async function createFrom(
  chain: TestChain,
  artifact: Artifact,
  args: readonly unknown[],
): Promise<Address> {
  const data = initCode({ artifact, args });
  const hash = await chain.send({ from: DEPLOYER, data });
  const { contractAddress } = await chain.client.getTransactionReceipt({ hash });
  return contractAddress as Address;
}

/** A token of the L1 that is a rollup's native coin. */
export interface GasToken {
  address: Address;
  /** As the L1 bridge tells it. */
  metadata: Hex;
}

/**
 * @param o.holder gets all BIG, and ether for fees
 * @param o.official bridge and exit roots instead of ours
 */
export async function deployL1(
  l1: TestChain,
  o: { holder: Address; official?: OfficialDeployment | undefined },
) {
  const { holder } = o;
  const kit = settlementKit(o.official ? { official: o.official } : {});
  await l1.request('hardhat_setCode', [CREATE2_DEPLOYER_ADDRESS, CREATE2_DEPLOYER_CODE]);
  await l1.request('hardhat_setCode', [MANAGER, EMITTER]);
  await l1.request('hardhat_setBalance', [holder, numberToHex(parseEther('1000'))]);
  const placed = await placeFactory(l1, o.official);
  // The bridge's first call names the exit root contract, which comes after these, BIG and its own code.
  const globalExitRoot = getContractAddress({ from: DEPLOYER, nonce: placed + 5n });
  const shared = sharedCreation({
    kit,
    salt: zeroHash,
    owner: DEPLOYER,
    bridgeCall: encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'initialize',
      args: [0, zeroAddress, 0, globalExitRoot, MANAGER, '0x'],
    }),
  });
  const { proxyAdmin, bridgeImplementation, bridge } = shared;
  for (const { to, data } of [proxyAdmin, bridgeImplementation, bridge]) {
    await l1.send({ from: DEPLOYER, to, data });
  }
  const big = await create(l1, 'BigToken', [holder, parseEther('1000000')]);
  const implementation = await createFrom(l1, kit.artifact('globalExitRoot'), [
    MANAGER,
    bridge.address,
  ]);
  const initialize = encodeFunctionData({ abi: globalExitRootAbi, functionName: 'initialize' });
  await createFrom(l1, kit.artifact('proxy'), [implementation, proxyAdmin.address, initialize]);
  const bigMetadata = await l1.client.readContract({
    address: bridge.address,
    abi: bridgeAbi,
    functionName: 'getTokenMetadata',
    args: [big],
  });
  const gasToken: GasToken = { address: big, metadata: bigMetadata };
  return { gasToken, bridge: bridge.address, globalExitRoot, rollupManager: MANAGER };
}

/** @returns how many transactions of the deployer it took */
async function placeFactory(l1: TestChain, official?: OfficialDeployment): Promise<bigint> {
  if (official) {
    const { signer, serializedTransaction } = official.factory;
    await l1.request('hardhat_setBalance', [signer, numberToHex(parseEther('1'))]);
    await l1.client.sendRawTransaction({ serializedTransaction });
    return 0n;
  }
  const { factory } = bridgeCreation({ salt: zeroHash, owner: DEPLOYER });
  await l1.send({ from: DEPLOYER, to: factory.to, data: factory.data });
  return 1n;
}

/** @param o.gasToken ether without it */
export async function deployL2(
  l2: TestChain,
  o: {
    rollupId: number;
    bridge: Address;
    gasToken?: GasToken | undefined;
    official?: OfficialDeployment | undefined;
  },
): Promise<void> {
  const { official } = o;
  const plan = l2Predeploys({ owner: DEPLOYER, ...(official ? { official } : {}) });
  await l2.request('hardhat_setCode', [plan.preset.address, plan.preset.code]);
  for (const { from, to, data } of plan.steps) {
    await l2.send({ from: from ?? DEPLOYER, ...(to ? { to } : {}), ...(data ? { data } : {}) });
  }
  const accounts = await readPredeploys({ publicClient: l2.client, accounts: plan.accounts });
  for (const [address, account] of Object.entries(accounts)) {
    await l2.request('hardhat_setCode', [address, account.code]);
    await l2.request('hardhat_setBalance', [address, numberToHex(account.balance)]);
    for (const [slot, value] of Object.entries(account.storage)) {
      await l2.request('hardhat_setStorageAt', [address, numberToHex(BigInt(slot)), value]);
    }
  }
  const ger = GLOBAL_EXIT_ROOT_L2_ADDRESS;
  const data = encodeFunctionData({
    abi: bridgeAbi,
    functionName: 'initialize',
    args: [
      ...([o.rollupId, o.gasToken?.address ?? zeroAddress, 0, ger, zeroAddress] as const),
      o.gasToken?.metadata ?? '0x',
    ],
  });
  await l2.send({ from: DEPLOYER, to: o.bridge, data });
}
