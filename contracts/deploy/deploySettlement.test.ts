import {
  type Address,
  type Hex,
  keccak256,
  parseEther,
  parseEventLogs,
  toHex,
  zeroHash,
} from 'viem';
import { beforeAll, expect, test } from 'vitest';
import {
  batchVerifierAbi,
  bigTokenAbi,
  bridgeAbi,
  globalExitRootAbi,
  globalExitRootL2Abi,
  rollupEtrogAbi,
  rollupManagerAbi,
  settlementProxyAdminAbi,
} from '../abis.generated.ts';
import { AlreadyDeployedError, DeployerFundsError, DeploymentFailedError } from '../errors.ts';
import { keyOfVector } from '../test/keyOfVector.ts';
import { type LocalChain, localChain } from '../test/localChain.ts';
import { type DeployedSettlement, deploySettlement } from './deploySettlement.ts';
import {
  GLOBAL_EXIT_ROOT_L2_ADDRESS,
  L2_BRIDGE_BALANCE,
  l2Predeploys,
  type PredeployState,
  readPredeploys,
} from './l2Predeploys.ts';
import { sendSteps } from './sendSteps.ts';
import type { SettlementParams } from './settlementParams.ts';

const L2_CHAIN_ID = 424242;
const ADMIN: Address = '0x000000000000000000000000000000000000ad00';
const AGGREGATOR: Address = '0x000000000000000000000000000000000000a600';
const SEQUENCER: Address = '0x0000000000000000000000000000000000005E00';

let l1: LocalChain;
let params: SettlementParams;
let settlement: DeployedSettlement;

beforeAll(async () => {
  l1 = await localChain({ baseFee: 1_000_000_000n });
  params = {
    l2ChainId: L2_CHAIN_ID,
    genesisRoot: keccak256('0x'),
    admin: ADMIN,
    trustedAggregator: AGGREGATOR,
    trustedSequencer: SEQUENCER,
    sequencerUrl: 'http://127.0.0.1:8123',
    networkName: 'bigfile',
    big: { holder: l1.walletClient.account.address, supply: parseEther('1000') },
    batchKey: { bytes: keyOfVector(), dev: true },
    validators: { epoch: 1n, root: 77n, k: 2, n: 3 },
  };
  settlement = await deploySettlement({ ...l1, params });
});

test('the rollup is attached with BIG as its coin', async () => {
  const { rollupManager, rollup, big, batchVerifier } = settlement;
  const data = await l1.publicClient.readContract({
    address: rollupManager,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [1],
  });
  expect(data).toMatchObject({
    rollupContract: rollup,
    chainID: BigInt(L2_CHAIN_ID),
    verifier: batchVerifier,
    forkID: 12n,
    lastBatchSequenced: 1n,
  });
  const rollupContract = { address: rollup, abi: rollupEtrogAbi } as const;
  const read = l1.publicClient.readContract;
  expect(await read({ ...rollupContract, functionName: 'gasTokenAddress' })).toBe(big);
  expect(await read({ ...rollupContract, functionName: 'trustedSequencer' })).toBe(SEQUENCER);
  expect(await read({ address: big, abi: bigTokenAbi, functionName: 'totalSupply' })).toBe(
    parseEther('1000'),
  );
});

test('leaf 0 of the info tree is there and holds no leaf that could be claimed', async () => {
  const { bridge, globalExitRoot } = settlement;
  const read = l1.publicClient.readContract;
  expect(
    await read({ address: globalExitRoot, abi: globalExitRootAbi, functionName: 'depositCount' }),
  ).toBe(1n);
  const [event] = await l1.publicClient.getContractEvents({
    address: bridge,
    abi: bridgeAbi,
    eventName: 'BridgeEvent',
    fromBlock: settlement.deploymentBlock,
  });
  expect(event?.args).toMatchObject({ destinationNetwork: 7, amount: 0n });
});

test('the deployer keeps no role', async () => {
  const { rollupManager, timelock, proxyAdmin, batchVerifier, bridge } = settlement;
  const deployer = l1.walletClient.account.address;
  const holders = { deployer, timelock, admin: ADMIN, aggregator: AGGREGATOR };
  const held: Record<string, string[]> = {};
  for (const name of [
    'ADD_ROLLUP_TYPE_ROLE',
    'UPDATE_ROLLUP_ROLE',
    'CREATE_ROLLUP_ROLE',
    'TRUSTED_AGGREGATOR_ROLE',
    'DEFAULT_ADMIN_ROLE',
  ]) {
    const role = name === 'DEFAULT_ADMIN_ROLE' ? zeroHash : keccak256(toHex(name));
    for (const [holder, address] of Object.entries(holders)) {
      const has = await l1.publicClient.readContract({
        address: rollupManager,
        abi: rollupManagerAbi,
        functionName: 'hasRole',
        args: [role, address],
      });
      if (has) held[name] = [...(held[name] ?? []), holder];
    }
  }
  expect(held).toEqual({
    ADD_ROLLUP_TYPE_ROLE: ['timelock'],
    UPDATE_ROLLUP_ROLE: ['timelock'],
    DEFAULT_ADMIN_ROLE: ['timelock'],
    CREATE_ROLLUP_ROLE: ['admin'],
    TRUSTED_AGGREGATOR_ROLE: ['aggregator'],
  });
  const read = l1.publicClient.readContract;
  expect(
    await read({ address: proxyAdmin, abi: settlementProxyAdminAbi, functionName: 'owner' }),
  ).toBe(timelock);
  expect(await read({ address: batchVerifier, abi: batchVerifierAbi, functionName: 'owner' })).toBe(
    timelock,
  );
  expect(
    await read({ address: bridge, abi: bridgeAbi, functionName: 'proxiedTokensManager' }),
  ).toBe(timelock);
});

test('every step stays clear of its gas limit', async () => {
  const limits = await Promise.all(
    settlement.transactions.map(async ({ hash, name, gasUsed }) => {
      const { gas } = await l1.publicClient.getTransaction({ hash });
      return { name, used: Number((gasUsed * 100n) / gas) };
    }),
  );
  expect(limits.filter(({ used }) => used > 85)).toEqual([]);
});

test('the first batch initialises the bridge of an L2 made of the predeploys', async () => {
  const owner: Address = '0x0000000000000000000000000000000000000a11';
  const plan = l2Predeploys({ owner });
  expect(plan.bridge).toBe(settlement.bridge);

  const scratch = await localChain();
  await scratch.request('hardhat_setCode', [plan.preset.address, plan.preset.code]);
  await sendSteps({ ...scratch, steps: plan.steps, timeoutMs: 10_000 });
  const accounts = await readPredeploys({ ...scratch, accounts: plan.accounts });
  const l2 = await localChain();
  for (const [address, state] of Object.entries(accounts))
    await place(l2, address as Address, state);

  await l2.publicClient.sendRawTransaction({ serializedTransaction: await firstTransaction() });
  const bridge = { address: plan.bridge, abi: bridgeAbi } as const;
  const read = l2.publicClient.readContract;
  expect(await read({ ...bridge, functionName: 'networkID' })).toBe(1);
  expect(await read({ ...bridge, functionName: 'gasTokenAddress' })).toBe(settlement.big);
  expect(await read({ ...bridge, functionName: 'proxiedTokensManager' })).toBe(owner);
  expect(await read({ ...bridge, functionName: 'globalExitRootManager' })).toBe(
    GLOBAL_EXIT_ROOT_L2_ADDRESS,
  );
  expect(await l2.publicClient.getBalance({ address: plan.bridge })).toBe(L2_BRIDGE_BALANCE);

  const { account } = l2.walletClient;
  await l2.walletClient.writeContract({
    ...bridge,
    functionName: 'bridgeAsset',
    args: [0, account.address, 5n, `0x${'0'.repeat(40)}`, true, '0x'],
    value: 5n,
  });
  const localExitRoot = await read({
    address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    abi: globalExitRootL2Abi,
    functionName: 'lastRollupExitRoot',
  });
  expect(localExitRoot).toBe(await read({ ...bridge, functionName: 'getRoot' }));
});

test('a second deployment with the same salt is refused before it costs anything', async () => {
  await expect(deploySettlement({ ...l1, params })).rejects.toThrow(AlreadyDeployedError);
});

test('a second deployment with a salt of the deployer stands beside the first', async () => {
  const salt: Hex = `${l1.walletClient.account.address}${'00'.repeat(11)}01`;
  const second = await deploySettlement({ ...l1, params: { ...params, salt } });
  expect(second.factory).toBe(settlement.factory);
  expect(second.bridge).not.toBe(settlement.bridge);
});

test('a step that reverts is named', async () => {
  const steps = [
    { name: 'refused', to: settlement.rollupManager, data: '0x2072f6c5' as Hex, gas: 100_000n },
  ];
  const failure = sendSteps({ ...l1, steps, timeoutMs: 10_000 });
  await expect(failure).rejects.toThrow(DeploymentFailedError);
  await expect(failure).rejects.toMatchObject({
    shortMessage: expect.stringContaining('"refused"'),
  });
});

test('a deployer without funds is told so before anything is sent', async () => {
  const value = parseEther('1000000');
  const steps = [{ name: 'gift', to: ADMIN, value, gas: 21_000n }];
  await expect(sendSteps({ ...l1, steps, timeoutMs: 1 })).rejects.toThrow(DeployerFundsError);
});

/** The transaction of the rollup's first batch as a raw transaction: without the percentage, signature as RLP. */
async function firstTransaction(): Promise<Hex> {
  const logs = (
    await l1.publicClient.getBlock({
      blockNumber: settlement.rollupCreationBlock,
      includeTransactions: true,
    })
  ).transactions.map(({ hash }) => l1.publicClient.getTransactionReceipt({ hash }));
  const receipts = await Promise.all(logs);
  const [event] = parseEventLogs({
    abi: rollupEtrogAbi,
    eventName: 'InitialSequenceBatches',
    logs: receipts.flatMap((receipt) => receipt.logs),
  });
  const batch = event!.args.transactions;
  const list = batch.slice(2, -2 * (32 + 32 + 1 + 1));
  const payload = `${list.slice(6)}1b8505ca1ab1e0845ca1ab1e`;
  return `0xf9${(payload.length / 2).toString(16).padStart(4, '0')}${payload}`;
}

async function place(l2: LocalChain, address: Address, state: PredeployState): Promise<void> {
  await l2.request('hardhat_setCode', [address, state.code]);
  await l2.request('hardhat_setBalance', [address, toHex(state.balance)]);
  for (const [slot, value] of Object.entries(state.storage)) {
    await l2.request('hardhat_setStorageAt', [address, toHex(BigInt(slot)), value]);
  }
}
