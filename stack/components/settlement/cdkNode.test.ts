import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:http2';
import { expect, test } from 'vitest';
import { parseOptions } from '../../session/options.ts';
import { answersHttp2 } from '../answersHttp2.ts';
import { usesContainers } from '../engines.ts';
import type { CdkNodeInput } from './CdkNodeInput.ts';
import { cdkNode, cdkNodeCauses } from './cdkNode.ts';
import { zkevmProverConfig } from './zkevmProver.ts';

const at = (digit: string) => `0x${digit.repeat(40)}` as const;
const contracts = {
  ...{ pol: at('a'), big: at('b'), bridge: at('c'), globalExitRoot: at('d') },
  ...{ rollupManager: at('e'), rollup: at('f'), deploymentBlock: 7n },
};
const node: CdkNodeInput = {
  ...{ l1RpcUrl: 'http://l1:8545', l2RpcUrl: 'http://cdk-erigon:8545', l1ChainId: 1338 },
  ...{ l1FromHere: 'http://127.0.0.1:1', rollupId: 1, contracts },
  ...{ validium: false, coinbase: at('5'), proverPort: 0 },
  keys: { sequencer: `0x${'11'.repeat(32)}`, aggregator: `0x${'22'.repeat(32)}` },
};

test('cdk-node settles on the L1 itself, waits for no finality, and has two keystores', () => {
  const { files, command, ready } = cdkNode.container(node);
  const [config, ...keystores] = files!;
  const text = String(config!.content);
  const sections = Object.fromEntries(
    text.split('\n[').map((block) => {
      const [name, ...lines] = block.split('\n');
      return [name!.replace(']', ''), lines];
    }),
  );
  expect(command).toContain('--components=sequence-sender,aggregator');
  for (const line of ['ForkId = 12', 'ContractVersions = "banana"', 'genesisBlockNumber = 7'])
    expect(text.split('\n')).toContain(line);
  expect(sections['Aggregator']).toContain('SettlementBackend = "l1"');
  expect(sections['SequenceSender']).toContain('BlockFinality = "FinalizedBlock"');
  expect(sections['Aggregator.Synchronizer.Synchronizer']).toEqual(
    expect.arrayContaining(['SyncUpToBlock = "latest"', 'BlockFinality = "latest"']),
  );
  // What it has sent outlives its container, as its databases do.
  expect(sections['SequenceSender']).toContain('SequencesTxFileName = "/data/sequences.json"');
  expect(sections['L1Config']).toContain(`polygonZkEVMAddress = "${at('f')}"`);
  const addresses = keystores.map(({ content }) => JSON.parse(String(content)).address);
  // The addresses of those two keys.
  expect(addresses).toEqual([
    '19e7e376e7c213b7e7e7e46cc70a5dd086daff2a',
    '1563915e194d8cfba1943570603f7606a3115508',
  ]);
  expect(text).toContain('SenderProofToL1Addr = "0x1563915e194D8CfBA1943570603F7606A3115508"');
  expect(ready.map(({ what }) => what)).toEqual([
    'its aggregator to answer provers',
    'batches of the L2 to be sequenced on L1',
  ]);
});

test('the prover of the CDK runs in its mock mode and no other', () => {
  const config = JSON.parse(zkevmProverConfig({ aggregator: 'cdk-node' }));
  expect(config).toMatchObject({
    ...{ aggregatorClientHost: 'cdk-node', aggregatorClientPort: 50_081 },
    ...{ runAggregatorClientMock: true, runAggregatorClient: false, runExecutorServer: false },
  });
});

test('cdk-node needs an L2 in zk mode, and a mock prover by its name or provers that dial in', () => {
  const zk = { l2: 'cdk-erigon-zk', prover: 'mock', settlement: 'cdk-node' } as const;
  expect(() => parseOptions({ ...zk, l2: 'cdk-erigon' })).toThrow(/in zk mode/);
  expect(() => parseOptions({ ...zk, prover: 'groth16' })).toThrow(/prover "mock"/);
  const official = { ...zk, prover: 'official' } as const;
  expect(() => parseOptions(official)).toThrow(/proverVerifier "accept-all"/);
  expect(parseOptions({ ...official, proverVerifier: 'accept-all' }).proverPort).toBe(50_081);
  expect(usesContainers(parseOptions(zk))).toBe(true);
});

test('a gRPC server is known by its HTTP/2, not by an open port', async () => {
  const [grpc, other] = [createServer(), createHttpServer()];
  for (const server of [grpc, other]) await new Promise<void>((r) => server.listen(0, () => r()));
  const url = (server: { address(): unknown }) =>
    `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  expect(await answersHttp2(url(grpc))).toBe(true);
  expect(await answersHttp2(url(other))).toBe(false);
  const [wasAt] = [url(other)];
  for (const server of [grpc, other]) server.close();
  expect(await answersHttp2(wasAt)).toBe(false);
});

test.each([
  ['execution reverted: ERC20: insufficient allowance', /POL/],
  ['rpc error: state trie does not support witness', /type-1/],
])('known pain of cdk-node: %s', (line, cause) => {
  expect(cdkNodeCauses.find(({ pattern }) => pattern.test(line))?.cause).toMatch(cause);
});
