import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseEther,
  toEventSelector,
  zeroAddress,
  zeroHash,
} from 'viem';
import {
  bridgeAbi,
  bridgeCreation,
  CREATE2_DEPLOYER_ADDRESS,
  CREATE2_DEPLOYER_CODE,
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  globalExitRootAbi,
  initCode,
  l2Predeploys,
  loadArtifact,
  readPredeploys,
} from '#contracts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import { openTestChain, type TestChain } from './openTestChain.ts';

/**
 * Two chains with the real bridge, exit root and token contracts, for tests. The rollup manager is a
 * stand-in that only emits events: the proofs of batches are not what is tested here.
 */
export interface BridgePair {
  l1: TestChain;
  l2: TestChain;
  contracts: { bridge: Address; globalExitRoot: Address; rollupManager: Address };
  big: Address;
  rollupId: number;
  /** Lets the L2 know the newest global exit root, as a sequencer does. */
  importExitRoot(): Promise<void>;
  /** Puts the L2's exit root on the L1, as the verification of a batch does. */
  verifyBatch(batch: bigint): Promise<void>;
  stop(): Promise<void>;
}

const DEPLOYER: Address = '0x000000000000000000000000000000000000d001';
const MANAGER: Address = '0x000000000000000000000000000000000000d002';
/** Emits LOG3: its call data is three topics, then the data. */
const EMITTER: Hex = '0x36600060003760405160205160005160603603606090a300';
const ROLLUP_ID = 1;

/** @param o.holder gets all BIG on the L1, and ether for fees */
export async function openBridgePair(o: { holder: Address }): Promise<BridgePair> {
  const [l1, l2] = await Promise.all([
    openTestChain({ chainId: 1337 }),
    openTestChain({ chainId: 424242 }),
  ]);
  const { big, ...contracts } = await deployL1(l1, o.holder);
  await deployL2(l2, { bridge: contracts.bridge, big });
  return {
    l1,
    l2,
    contracts,
    big,
    rollupId: ROLLUP_ID,
    importExitRoot: () => importExitRoot({ l1, l2, ger: contracts.globalExitRoot }),
    verifyBatch: (batch) => verifyBatch({ l1, l2, ger: contracts.globalExitRoot, batch }),
    stop: async () => {
      await Promise.all([l1.stop(), l2.stop()]);
    },
  };
}

async function create(chain: TestChain, name: string, args: readonly unknown[]): Promise<Address> {
  const data = initCode({ artifact: loadArtifact(name), args });
  const hash = await chain.send({ from: DEPLOYER, data });
  const { contractAddress } = await chain.client.getTransactionReceipt({ hash });
  return contractAddress as Address;
}

async function deployL1(l1: TestChain, holder: Address) {
  await l1.request('hardhat_setCode', [CREATE2_DEPLOYER_ADDRESS, CREATE2_DEPLOYER_CODE]);
  await l1.request('hardhat_setCode', [MANAGER, EMITTER]);
  await l1.request('hardhat_setBalance', [holder, numberToHex(parseEther('1000'))]);
  // The bridge's first call names the exit root contract, which comes two creations later.
  const globalExitRoot = getContractAddress({ from: DEPLOYER, nonce: 6n });
  const shared = bridgeCreation({
    salt: zeroHash,
    owner: DEPLOYER,
    bridgeCall: encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'initialize',
      args: [0, zeroAddress, 0, globalExitRoot, MANAGER, '0x'],
    }),
  });
  const { factory, proxyAdmin, bridgeImplementation, bridge } = shared;
  for (const { to, data } of [factory, proxyAdmin, bridgeImplementation, bridge]) {
    await l1.send({ from: DEPLOYER, to, data });
  }
  const big = await create(l1, 'BigToken', [holder, parseEther('1000000')]);
  const implementation = await create(l1, 'GlobalExitRoot', [MANAGER, bridge.address]);
  const initialize = encodeFunctionData({ abi: globalExitRootAbi, functionName: 'initialize' });
  await create(l1, 'TransparentProxy', [implementation, proxyAdmin.address, initialize]);
  return { big, bridge: bridge.address, globalExitRoot, rollupManager: MANAGER };
}

async function deployL2(l2: TestChain, o: { bridge: Address; big: Address }): Promise<void> {
  const plan = l2Predeploys({ owner: DEPLOYER });
  await l2.request('hardhat_setCode', [plan.preset.address, plan.preset.code]);
  for (const { to, data } of plan.steps) {
    await l2.send({ from: DEPLOYER, ...(to ? { to } : {}), ...(data ? { data } : {}) });
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
    args: [ROLLUP_ID, o.big, 0, ger, zeroAddress, '0x'],
  });
  await l2.send({ from: DEPLOYER, to: o.bridge, data });
}

async function importExitRoot(o: { l1: TestChain; l2: TestChain; ger: Address }): Promise<void> {
  const root = await o.l1.client.readContract({
    address: o.ger,
    abi: globalExitRootAbi,
    functionName: 'getLastGlobalExitRoot',
  });
  const slot = keccak256(
    encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [root, 0n]),
  );
  const write = [GLOBAL_EXIT_ROOT_L2_ADDRESS, numberToHex(BigInt(slot)), pad('0x01')];
  await o.l2.request('hardhat_setStorageAt', write);
  await o.l2.request('hardhat_mine', []);
}

async function verifyBatch(o: {
  l1: TestChain;
  l2: TestChain;
  ger: Address;
  batch: bigint;
}): Promise<void> {
  const exitRoot = await o.l2.client.getStorageAt({
    address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    slot: '0x1',
  });
  const rollupRoot = rollupExitTree(new Map([[ROLLUP_ID, exitRoot as Hex]])).root();
  const update = encodeFunctionData({
    abi: globalExitRootAbi,
    functionName: 'updateExitRoot',
    args: [rollupRoot],
  });
  await o.l1.send({ from: MANAGER, to: o.ger, data: update });
  const topic = toEventSelector(
    'VerifyBatchesTrustedAggregator(uint32,uint64,bytes32,bytes32,address)',
  );
  const words = [numberToHex(ROLLUP_ID), DEPLOYER, numberToHex(o.batch), zeroHash, exitRoot as Hex];
  const data = concatHex([topic, ...words.map((word) => pad(word))]);
  await o.l1.send({ from: DEPLOYER, to: MANAGER, data });
}
