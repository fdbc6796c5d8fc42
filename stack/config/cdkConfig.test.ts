import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, decodeAbiParameters, parseAbiParameters, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GLOBAL_EXIT_ROOT_L2_ADDRESS, L2_BRIDGE_BALANCE, rollupEtrogAbi } from '#contracts';
import { buildL2Genesis } from '../artifacts/buildL2Genesis.ts';
import { genesisStateRoot } from '../genesis/genesisStateRoot.ts';
import { L2_CHAIN_ID, officialContracts, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { chainFiles } from './chainFiles.ts';
import { FactMissingError } from './errors.ts';
import { readSettlementFacts } from './readSettlementFacts.ts';
import { writeCdkConfig } from './writeCdkConfig.ts';

let rollup: TestRollup;
let directory: string;
let names: Record<Address, string>;
beforeAll(async () => {
  rollup = await startTestRollup();
  directory = mkdtempSync(join(tmpdir(), 'bigfile-config-'));
  const owner = rollup.account.address;
  const chainId = BigInt(L2_CHAIN_ID);
  ({ names } = await buildL2Genesis({ chainId, owner, ...(await officialContracts()) }));
  writeCdkConfig({
    directory,
    config: {
      ...{ name: 'test', l1ChainId: 1337, l2ChainId: L2_CHAIN_ID, rollupId: 1, validium: false },
      rules: 'type-1',
      l1: rollup.contracts as unknown as Record<string, Address>,
      deploymentBlock: rollup.contracts.deploymentBlock,
      ...{ deployer: owner, admin: owner, trustedAggregator: owner, salt: zeroHash },
      l2Genesis: rollup.genesis,
      l2GenesisNames: names,
      facts: await readSettlementFacts(where()),
    },
  });
}, 60_000);
afterAll(async () => {
  await rollup?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const where = () => ({
  client: rollup.client,
  contracts: rollup.contracts,
  rollupId: 1,
  deploymentBlock: rollup.contracts.deploymentBlock,
});
const text = (name: string) => readFileSync(join(directory, name), 'utf8');
const read = (name: string) => JSON.parse(text(name));

test('all files of the CDK are there', () => {
  expect(readdirSync(directory).sort()).toEqual([
    'combined.json',
    'create_rollup_output.json',
    'deploy_output.json',
    'dynamic-test-allocs.json',
    'dynamic-test-chainspec.json',
    'dynamic-test-conf.json',
    'first-batch-config.json',
    'genesis.json',
  ]);
});

test('combined.json names the contracts that are on L1', async () => {
  const combined = read('combined.json');
  const { rollupManager, bridge, globalExitRoot, rollup: address, pol, big } = rollup.contracts;
  expect(combined).toMatchObject({
    AgglayerManager: rollupManager,
    polygonRollupManagerAddress: rollupManager,
    AgglayerBridge: bridge,
    polygonZkEVML2BridgeAddress: bridge,
    AgglayerGER: globalExitRoot,
    LegacyAgglayerGERL2: GLOBAL_EXIT_ROOT_L2_ADDRESS,
    rollupAddress: address,
    polTokenAddress: pol,
    gasTokenAddress: big,
    rollupID: 1,
    rollupTypeId: 1,
  });
  expect(combined).toMatchObject(read('deploy_output.json'));
  expect(combined).toMatchObject(read('create_rollup_output.json'));
  expect(combined.deploymentRollupManagerBlockNumber).toBeGreaterThan(0);
  for (const key of ['rollupAddress', 'verifierAddress', 'consensusContractAddress', 'admin']) {
    expect(combined[key]).toMatch(/^0x[0-9a-fA-F]{40}$/);
  }
  expect(
    decodeAbiParameters(
      parseAbiParameters('string, string, uint8'),
      read('create_rollup_output.json').gasTokenMetadata,
    ),
  ).toEqual(['BigFile', 'BIG', 18]);
});

test('the first batch is the one that the rollup announced', async () => {
  const batch = read('first-batch-config.json');
  const [event] = await rollup.client.getContractEvents({
    address: rollup.contracts.rollup,
    abi: rollupEtrogAbi,
    eventName: 'InitialSequenceBatches',
    fromBlock: 0n,
    strict: true,
  });
  const block = await rollup.client.getBlock({ blockNumber: event!.blockNumber });
  expect(batch).toEqual({
    batchL2Data: event!.args.transactions,
    globalExitRoot: event!.args.lastGlobalExitRoot,
    timestamp: Number(block.timestamp),
    sequencer: event!.args.sequencer,
  });
  expect(read('dynamic-test-conf.json').timestamp).toBe(batch.timestamp);
  expect(batch.batchL2Data.slice(-2)).toBe('ff');
});

test('the genesis has the root of its accounts, the one that the rollup type has', async () => {
  const genesis = read('genesis.json');
  const root = await genesisStateRoot(rollup.genesis);
  expect(genesis.root).toBe(root);
  expect(read('dynamic-test-conf.json').root).toBe(root);
  expect(read('create_rollup_output.json').genesis).toBe(root);
  const bridge = genesis.genesis.find(
    (entry: { address: Address }) => entry.address === rollup.contracts.bridge,
  );
  expect(bridge).toMatchObject({
    contractName: 'AgglayerBridge proxy',
    balance: L2_BRIDGE_BALANCE.toString(),
  });
  const allocs = read('dynamic-test-allocs.json');
  expect(Object.keys(allocs)).toHaveLength(genesis.genesis.length);
  expect(allocs[bridge.address]).toMatchObject({ code: bridge.bytecode, storage: bridge.storage });
  expect(Object.values(names).every((name) => name.length > 0)).toBe(true);
});

test('numbers that JSON of JavaScript cannot hold are in the chain file to the last digit', () => {
  const chainspec = text('dynamic-test-chainspec.json');
  expect(chainspec).toContain('"terminalTotalDifficulty": 58750000000000000000000,');
  expect(chainspec).toContain(`"cancunTime": ${'9'.repeat(49)},`);
  expect(JSON.parse(chainspec)).toMatchObject({
    ChainName: 'dynamic-test',
    chainId: L2_CHAIN_ID,
    ...{ normalcyBlock: 0, pmtEnabledBlock: 0, londonBlock: 0, shanghaiTime: 0, ethash: {} },
  });
});

test('a zk chain has none of Ethereum’s forks after Berlin; the L1 tells it the zkEVM’s', () => {
  const files = chainFiles({
    ...{ name: 'zk', l2ChainId: 7, rules: 'zk', timestamp: 1n },
    ...{ l2Genesis: rollup.genesis, l2GenesisNames: names, genesisRoot: zeroHash },
  });
  const chainspec = files['dynamic-zk-chainspec.json']!;
  for (const fork of ['londonBlock', 'normalcyBlock', 'shanghaiTime', 'cancunTime'])
    expect(chainspec).toContain(`"${fork}": ${'9'.repeat(49)}`);
  expect(JSON.parse(chainspec)).toMatchObject({ berlinBlock: 0 });
  expect(chainspec).not.toContain('pmtEnabled');
});

test('a chain without the rollup is told', async () => {
  const { bridge } = rollup.contracts;
  const contracts = { ...rollup.contracts, rollup: bridge };
  await expect(readSettlementFacts({ ...where(), contracts })).rejects.toThrow(FactMissingError);
});
