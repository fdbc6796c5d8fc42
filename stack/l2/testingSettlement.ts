import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  parseEther,
  zeroHash as ZERO,
} from 'viem';
import {
  bigTokenAbi,
  bridgeAbi,
  type DeployStep,
  globalExitRootAbi,
  polTestTokenAbi,
  rollupEtrogAbi,
  rollupManagerAbi,
} from '#contracts';
import { accInputHash } from '../batch/index.ts';
import type { RpcBatch } from './describeBatch.ts';
import type { L2Node } from './startL2Node.ts';
import { type DeployedRollup, rpc, type TestRollup } from './testing.ts';

/** Locks BIG in the L1 bridge, which makes a new leaf of the info tree. */
export async function depositBig(
  rollup: DeployedRollup,
  amount: bigint,
  to: Address = rollup.account.address,
): Promise<void> {
  const { big, bridge } = rollup.contracts;
  await rollup.send([
    { name: 'approve BIG', ...call(big, bigTokenAbi, 'approve', [bridge, amount]) },
    {
      name: 'deposit BIG',
      ...call(bridge, bridgeAbi, 'bridgeAsset', [1, to, amount, big, true, '0x']),
    },
  ]);
}

/** A batch for `sequenceBatches`, with its forced fields zero unless told. */
export interface BatchData {
  transactions: Hex;
  forcedGlobalExitRoot: Hex;
  forcedTimestamp: bigint;
  forcedBlockHashL1: Hex;
}

/** Sequences one closed batch of the node's, as the sequence sender would. */
export async function sequenceFromNode(
  rollup: TestRollup,
  node: L2Node,
  number: bigint,
): Promise<void> {
  const { batchL2Data } = await rpc<RpcBatch>(node, 'zkevm_getBatchByNumber', [Number(number)]);
  await sequence(rollup, { data: batchL2Data });
}

/** Sequences any data as the next batch. */
export async function sequence(
  rollup: TestRollup,
  o: { data: Hex; forced?: Omit<BatchData, 'transactions'> },
): Promise<void> {
  const { client, contracts, l1 } = rollup;
  const leafCount = await client.readContract({
    address: contracts.globalExitRoot,
    abi: globalExitRootAbi,
    functionName: 'depositCount',
  });
  const timestamp = l1.chain.head().timestamp;
  const batch = {
    transactions: o.data,
    ...(o.forced ?? {
      forcedGlobalExitRoot: ZERO,
      forcedTimestamp: 0n,
      forcedBlockHashL1: ZERO,
    }),
  };
  const expected = accInputHash({
    previous: await client.readContract({
      address: contracts.rollup,
      abi: rollupEtrogAbi,
      functionName: 'lastAccInputHash',
    }),
    transactions: o.data,
    l1InfoRoot: o.forced?.forcedGlobalExitRoot ?? (await infoRoot(rollup, Number(leafCount))),
    timestamp: o.forced?.forcedTimestamp ?? timestamp,
    coinbase: rollup.account.address,
    ...(o.forced ? { forcedBlockHash: o.forced.forcedBlockHashL1 } : {}),
  });
  const args = [[batch], Number(leafCount), timestamp, expected, rollup.account.address];
  const fee = parseEther('100');
  await rollup.send([
    {
      name: 'mint POL',
      ...call(contracts.pol, polTestTokenAbi, 'mint', [rollup.account.address, fee]),
    },
    {
      name: 'approve',
      ...call(contracts.pol, polTestTokenAbi, 'approve', [contracts.rollup, fee]),
    },
    { name: 'sequence', ...call(contracts.rollup, rollupEtrogAbi, 'sequenceBatches', args) },
  ]);
}

/** Puts a forced batch on L1, and tells what `sequenceBatches` wants to know of it. */
export async function forceBatch(
  rollup: TestRollup,
  transactions: Hex,
): Promise<Omit<BatchData, 'transactions'>> {
  const { contracts, client } = rollup;
  const fee = parseEther('1000');
  await rollup.send([
    {
      name: 'mint POL',
      ...call(contracts.pol, polTestTokenAbi, 'mint', [rollup.account.address, fee]),
    },
    {
      name: 'approve',
      ...call(contracts.pol, polTestTokenAbi, 'approve', [contracts.rollup, fee]),
    },
    { name: 'force', ...call(contracts.rollup, rollupEtrogAbi, 'forceBatch', [transactions, fee]) },
  ]);
  const [log] = await client.getContractEvents({
    address: contracts.rollup,
    abi: rollupEtrogAbi,
    eventName: 'ForceBatch',
    fromBlock: contracts.deploymentBlock,
    strict: true,
  });
  const { timestamp, parentHash } = await client.getBlock({ blockNumber: log!.blockNumber });
  return {
    forcedGlobalExitRoot: log!.args.lastGlobalExitRoot,
    forcedTimestamp: timestamp,
    forcedBlockHashL1: parentHash,
  };
}

/** Has the batches up to `last` accepted as proven, with any state root. */
export async function verify(
  rollup: TestRollup,
  o: { first: bigint; last: bigint; stateRoot: Hex; localExitRoot: Hex },
): Promise<void> {
  const proof = Array.from({ length: 24 }, () => ZERO);
  const args = [
    1,
    0n,
    o.first,
    o.last,
    o.localExitRoot,
    o.stateRoot,
    rollup.account.address,
    proof,
  ];
  const { rollupManager } = rollup.contracts;
  await rollup.send([
    {
      name: 'verify',
      ...call(rollupManager, rollupManagerAbi, 'verifyBatchesTrustedAggregator', args),
    },
  ]);
}

function infoRoot(rollup: TestRollup, leafCount: number): Promise<Hex> {
  return rollup.client.readContract({
    address: rollup.contracts.globalExitRoot,
    abi: globalExitRootAbi,
    functionName: 'l1InfoRootMap',
    args: [leafCount],
  });
}

function call(
  to: Address,
  abi: Abi,
  functionName: string,
  args: readonly unknown[],
): Omit<DeployStep, 'name'> {
  return { to, data: encodeFunctionData({ abi, functionName, args }), gas: 5_000_000n };
}
