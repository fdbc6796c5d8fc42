import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  toEventSelector,
  zeroHash,
} from 'viem';
import {
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  globalExitRootAbi,
  officialFromEnvironment,
} from '#contracts';
import { rollupExitTree } from '../tree/rollupExitTree.ts';
import { DEPLOYER, deployL1, deployL2, MANAGER } from './deployBridge.ts';
import { openTestChain, type TestChain } from './openTestChain.ts';

export interface TestNetwork {
  chain: TestChain;
  rollupId: number;
  /** Lets the rollup know the newest global exit root, as a sequencer does. */
  importExitRoot(): Promise<void>;
  /** Puts the rollup's exit root on the L1, as the verification of a batch does. */
  verifyBatch(batch: bigint): Promise<void>;
}

/**
 * An L1 and any number of rollups with the real bridge, exit root and token contracts, for tests; the
 * official ones where `BIGFILE_CONTRACTS` says so. The rollup manager is a stand-in that only emits events: the proofs of batches are not what is tested
 * here.
 */
export interface BridgeNetworks {
  l1: TestChain;
  /** Rollup ids from 1, in this order. */
  rollups: TestNetwork[];
  contracts: { bridge: Address; globalExitRoot: Address; rollupManager: Address };
  /** A token on the L1, gas token of the rollups that were opened with `big`. */
  big: Address;
  stop(): Promise<void>;
}

/**
 * @param o.holder gets all BIG on the L1, and ether for fees
 * @param o.gasTokens one for each rollup: `big`, or `ether`
 */
export async function openBridgeNetworks(o: {
  holder: Address;
  gasTokens: readonly ('big' | 'ether')[];
}): Promise<BridgeNetworks> {
  const official = await officialFromEnvironment(DEPLOYER);
  const l1 = await openTestChain({ chainId: 1337, hardfork: 'cancun' });
  const { gasToken, ...contracts } = await deployL1(l1, { holder: o.holder, official });
  const exitRoots = new Map<number, Hex>();
  const rollups = await Promise.all(
    o.gasTokens.map(async (kind, index): Promise<TestNetwork> => {
      const rollupId = index + 1;
      const chain = await openTestChain({ chainId: 424_241 + rollupId });
      const token = kind === 'big' ? gasToken : undefined;
      await deployL2(chain, { rollupId, bridge: contracts.bridge, gasToken: token, official });
      const link: Link = { l1, chain, rollupId, exitRoots, ger: contracts.globalExitRoot };
      return {
        chain,
        rollupId,
        importExitRoot: () => importExitRoot(link),
        verifyBatch: (batch) => verifyBatch(link, batch),
      };
    }),
  );
  const stop = async () => {
    await Promise.all([l1, ...rollups.map(({ chain }) => chain)].map((chain) => chain.stop()));
  };
  return { l1, rollups, contracts, big: gasToken.address, stop };
}

interface Link {
  l1: TestChain;
  chain: TestChain;
  rollupId: number;
  /** Last verified exit root of every rollup, which all links share. */
  exitRoots: Map<number, Hex>;
  ger: Address;
}

async function importExitRoot({ l1, chain, ger }: Link): Promise<void> {
  const root = await l1.client.readContract({
    address: ger,
    abi: globalExitRootAbi,
    functionName: 'getLastGlobalExitRoot',
  });
  const slot = keccak256(
    encodeAbiParameters([{ type: 'bytes32' }, { type: 'uint256' }], [root, 0n]),
  );
  const write = [GLOBAL_EXIT_ROOT_L2_ADDRESS, numberToHex(BigInt(slot)), pad('0x01')];
  await chain.request('hardhat_setStorageAt', write);
  await chain.request('hardhat_mine', []);
}

async function verifyBatch(o: Link, batch: bigint): Promise<void> {
  const exitRoot = (await o.chain.client.getStorageAt({
    address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    slot: '0x1',
  })) as Hex;
  o.exitRoots.set(o.rollupId, exitRoot);
  const update = encodeFunctionData({
    abi: globalExitRootAbi,
    functionName: 'updateExitRoot',
    args: [rollupExitTree(o.exitRoots).root()],
  });
  await o.l1.send({ from: MANAGER, to: o.ger, data: update });
  const topic = toEventSelector(
    'VerifyBatchesTrustedAggregator(uint32,uint64,bytes32,bytes32,address)',
  );
  const words = [numberToHex(o.rollupId), DEPLOYER, numberToHex(batch), zeroHash, exitRoot];
  const data = concatHex([topic, ...words.map((word) => pad(word))]);
  await o.l1.send({ from: DEPLOYER, to: MANAGER, data });
}
