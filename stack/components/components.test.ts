import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMPONENTS, componentImage } from '../containers/componentImage.ts';
import { WrongConfigError } from '../errors.ts';
import { l1Genesis } from '../l1/l1Genesis.ts';
import { parseOptions } from '../session/options.ts';
import { bridgeService } from './bridge/bridgeService.ts';
import { CAPABILITIES, stackCapabilities } from './capabilities.ts';
import { capabilitiesOf } from './capabilitiesOf.ts';
import { isExternal, l1EngineOf, l2Engines, usesContainers } from './engines.ts';
import type { L1Input } from './l1/L1Input.ts';
import type { CdkErigonInput } from './l2/CdkErigonInput.ts';
import { cdkErigonCauses } from './l2/cdkErigonCauses.ts';
import { cdkErigonGenesis } from './l2/cdkErigonZk.ts';
import { SEEN, seenLine, seenTable } from './seen.ts';

const at = (digit: string) => `0x${digit.repeat(40)}` as const;
const l1: L1Input = {
  chainId: 1338,
  blockSeconds: 2,
  mnemonic: 'test junk',
  genesis: l1Genesis({ funded: [at('1')], balance: 5n }),
  port: 0,
};
const erigon: CdkErigonInput = {
  l1RpcUrl: 'http://l1:8545',
  l1ChainId: 1338,
  l2ChainId: 424_242,
  rollupId: 1,
  contracts: {
    ...{ pol: at('a'), big: at('b'), bridge: at('c'), globalExitRoot: at('d') },
    ...{ rollupManager: at('e'), rollup: at('f'), deploymentBlock: 7n },
  },
  sequencer: at('5'),
  genesisRoot: `0x${'7'.repeat(64)}`,
  chainName: 'bigfile',
  chainFiles: { 'dynamic-bigfile-chainspec.json': `{"cancunTime": ${'9'.repeat(49)}}` },
  seal: { block: 1_000, emptyBlock: 5_000, batch: 6_000 },
  port: 0,
};

test('every engine in a container has an image in the list of versions', () => {
  const components = [...['geth', 'reth', 'anvil'].map((name) => l1EngineOf(name).component)]
    .concat(l2Engines['cdk-erigon'].component as never)
    .map((component) => component!.image);
  for (const component of components) expect(componentImage({ component }).image).toMatch(/:/);
});

test('cdk-erigon is configured from its input, and gets its chain files byte for byte', () => {
  const { files, env, ready } = l2Engines['cdk-erigon'].component!.container(erigon);
  const [config, chain] = files!;
  const lines = String(config!.content).trim().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'chain: "dynamic-bigfile"',
      'zkevm.l1-rpc-url: "http://l1:8545"',
      'zkevm.l1-chain-id: 1338',
      `zkevm.address-zkevm: "${at('f')}"`,
      `zkevm.address-rollup: "${at('e')}"`,
      'zkevm.l1-first-block: 7',
      'zkevm.sequencer-batch-seal-time: "6000ms"',
      'http.api: ["eth","debug","net","trace","web3","erigon","zkevm","txpool"]',
    ]),
  );
  expect(chain).toEqual({
    path: '/etc/cdk-erigon/dynamic-bigfile-chainspec.json',
    content: erigon.chainFiles['dynamic-bigfile-chainspec.json'],
  });
  expect(env).toEqual({ CDK_ERIGON_SEQUENCER: '1' });
  expect(ready.map(({ what }) => what)).toMatchInlineSnapshot(`
    [
      "its JSON-RPC to answer",
      "the fork id, which only the L1 tells it",
      "batch 1, which the rollup contract gives it",
      "the bridge on the L2 to have network id 1",
      "the first global exit root on the L2",
    ]
  `);
});

test('in zk mode it gets no key of type 1, and counts what a batch costs a prover', () => {
  const { files, ready } = l2Engines['cdk-erigon-zk'].component!.container(erigon);
  const lines = String(files![0]!.content).trim().split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'zkevm.executor-strict: false',
      'zkevm.executor-urls: ""',
      'zkevm.disable-virtual-counters: false',
      'zkevm.l1-contract-address-check: true',
    ]),
  );
  // Keys that 2.61 does not have, and one that only type 1 may have.
  for (const key of ['sequencer-empty-block-seal-time', 'honour-chainspec'])
    expect(lines.filter((line) => line.includes(key))).toEqual([]);
  expect(ready.at(-1)!.what).toBe(
    `block 0 to have the state root of the rollup type, ${erigon.genesisRoot}`,
  );
});

test('before there is a rollup it is asked for block 0 alone, and keeps nothing', () => {
  const { files, volumes, ready } = cdkErigonGenesis.container(erigon);
  const config = String(files![0]!.content);
  for (const key of ['check', 'retrieve'])
    expect(config).toContain(`zkevm.l1-contract-address-${key}: false`);
  expect(volumes).toBeUndefined();
  expect(ready.map(({ what }) => what)).toEqual([
    'block 0, which it makes of the genesis accounts',
  ]);
});

test('an L2 whose batches nobody of ours re-executes needs the mock prover, by its name', () => {
  const l2 = 'cdk-erigon-zk';
  expect(() => parseOptions({ l2 })).toThrow(/needs prover "mock"/);
  expect(capabilitiesOf(parseOptions({ l2, prover: 'mock' }))).toEqual([
    ...['freeGas', 'batchWitness', 'claimRetries'],
  ]);
  expect(() => parseOptions({ l2, prover: 'mock', rollups: 2 })).toThrow(WrongConfigError);
});

test('the documentation says of every component what was run of it', () => {
  const file = join(import.meta.dirname, '../../docs/official-components.md');
  expect(readFileSync(file, 'utf8')).toContain(seenTable());
  for (const component of Object.keys(SEEN)) expect(COMPONENTS).toContain(component);
  expect(seenLine('reth')).toMatch(/^reth: not run;/);
  expect(seenLine('geth')).toMatch(/^geth: was run as 1\.17\.5/);
});

test('geth gets the accounts of our own L1, and rules that public chains have', () => {
  const { files, command } = l1EngineOf('geth').component!.container(l1);
  const genesis = JSON.parse(String(files![0]!.content));
  expect(genesis.alloc[at('1')]).toEqual({ balance: '0x5' });
  expect(Object.keys(genesis.alloc)).toHaveLength(2);
  expect(genesis.config).toMatchObject({ chainId: 1338, cancunTime: 0 });
  expect(genesis.config).not.toHaveProperty('pragueTime');
  expect(command![0]).toContain('--dev.period=2');
});

test('anvil gets the mnemonic, whose accounts it funds', () => {
  const { command } = l1EngineOf('anvil').component!.container(l1);
  expect(command).toEqual(expect.arrayContaining(['--mnemonic=test junk', '--chain-id=1338']));
});

test('a stack can do what every part concerned can', () => {
  const all = Object.keys(CAPABILITIES) as (keyof typeof CAPABILITIES)[];
  const every = { l1: all, l2: all, bridge: all, da: all, settlement: all, roles: all };
  expect(stackCapabilities(every)).toEqual(all);
  expect(stackCapabilities({ ...every, l1: [] })).not.toContain('l1Reorg');
  expect(capabilitiesOf(parseOptions({}))).toEqual(
    all.filter((capability) => !['freeGas', 'batchWitness'].includes(capability)),
  );
  expect(capabilitiesOf(parseOptions({ l2: 'cdk-erigon' }))).toEqual([
    ...['typedTransactions', 'mptRoot', 'validatorProofs', 'freeGas', 'restart', 'moreRollups'],
    'claimRetries',
  ]);
  const official = parseOptions({ l2: 'cdk-erigon', bridge: 'official' });
  expect(capabilitiesOf(official)).not.toContain('claimRetries');
  const without = parseOptions({ in: 'containers', da: 'validium' });
  expect(all.filter((name) => !capabilitiesOf(without).includes(name))).toEqual([
    ...['freeGas', 'batchWitness', 'moreRollups', 'hostProcesses'],
  ]);
});

test('of an L1 that runs already nothing is assumed', () => {
  expect(isExternal('https://l1.example')).toBe(true);
  expect(l1EngineOf('https://l1.example')).toEqual({ capabilities: [] });
  expect(usesContainers({ l1: 'https://l1.example', l2: 'embedded' })).toBe(false);
  expect(usesContainers({ l1: 'embedded', l2: 'cdk-erigon' })).toBe(true);
});

test('the official bridge service is refused where it could not pay for its first claim', () => {
  expect(() => parseOptions({ bridge: 'official' })).toThrow(WrongConfigError);
  expect(parseOptions({ bridge: 'official', l2: 'cdk-erigon' }).bridge).toBe('official');
});

test('the bridge service gets both chains, the contracts and a keystore of its claimer', () => {
  const { files } = bridgeService.container({
    ...{ l1RpcUrl: 'http://l1:8545', l2RpcUrl: 'http://cdk-erigon:8545', port: 0 },
    contracts: { bridge: at('c'), globalExitRoot: at('d'), rollupManager: at('e') },
    ...{ l1GenesisBlock: 7n, claimerKey: `0x${'11'.repeat(32)}` },
  });
  const [config, keystore] = files!;
  for (const line of ['L2URLs = ["http://cdk-erigon:8545"]', `PolygonBridgeAddress = "${at('c')}"`])
    expect(config!.content).toContain(line);
  // The address of that key; the file itself is checked by the program that reads it.
  expect(JSON.parse(String(keystore!.content))).toMatchObject({
    version: 3,
    address: '19e7e376e7c213b7e7e7e46cc70a5dd086daff2a',
  });
});

test('a recipe fills in what is not given', () => {
  expect(parseOptions({ recipe: 'official', l1: 'anvil' })).toMatchObject({
    ...{ l1: 'anvil', l2: 'cdk-erigon', contracts: 'official' },
  });
  expect(parseOptions({})).toMatchObject({ l1: 'embedded', l2: 'embedded' });
});

test.each([
  ['[2/9 Batches] ForkId is 0. Waiting for L1 to finalise a block...', /creation of the rollup/],
  ['panic: Failed to retrieve contract addresses from L1', /rollup contract/],
  ['AtomicOp not allowed, server is not started', /data stream/],
])('known pain: %s', (line, cause) => {
  expect(cdkErigonCauses.find(({ pattern }) => pattern.test(line))?.cause).toMatch(cause);
});
