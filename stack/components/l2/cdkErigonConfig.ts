import type { CdkErigonInput } from './CdkErigonInput.ts';

export const CDK_ERIGON_HTTP_PORT = 8545;
const STREAM_PORT = 6900;

type Scalar = string | number | boolean;
type Keys = Record<string, Scalar | readonly Scalar[]>;

/**
 * The YAML that cdk-erigon 2.65 reads, for a sequencer of a type-1 chain without prover and executor.
 * It only warns of a key that it does not know: every name here was seen to work.
 */
export function cdkErigonConfig(o: CdkErigonInput): string {
  return yaml({
    ...common(o),
    'zkevm.disable-virtual-counters': true,
    'zkevm.honour-chainspec': true,
    'zkevm.sequencer-empty-block-seal-time': ms(o.seal.emptyBlock),
  });
}

/**
 * The YAML that cdk-erigon 2.61 reads, for a sequencer of a zk chain without prover and executor. Without
 * an executor it counts what a batch would cost a prover by itself, and refuses what no batch could hold.
 * @param isOnL1 false before there is a rollup on L1, from which it would read the other contracts
 */
export function cdkErigonZkConfig(o: CdkErigonInput, isOnL1 = true): string {
  return yaml({
    ...common(o),
    'zkevm.executor-urls': '',
    'zkevm.disable-virtual-counters': false,
    'zkevm.virtual-counters-smt-reduction': 0.6,
    'zkevm.l1-contract-address-retrieve': isOnL1,
    'zkevm.l1-contract-address-check': isOnL1,
  });
}

function ms(value: number): string {
  return `${value}ms`;
}

function common(o: CdkErigonInput): Keys {
  return {
    datadir: '/home/erigon/data',
    chain: `dynamic-${o.chainName}`,
    networkid: 1,
    externalcl: true,
    snapshots: false,
    maxpeers: 0,
    nodiscover: true,
    'private.api.addr': '127.0.0.1:9092',
    http: true,
    'http.addr': '0.0.0.0',
    'http.port': CDK_ERIGON_HTTP_PORT,
    'http.vhosts': '*',
    'http.corsdomain': '*',
    'http.api': ['eth', 'debug', 'net', 'trace', 'web3', 'erigon', 'zkevm', 'txpool'],
    'zkevm.l2-chain-id': o.l2ChainId,
    'zkevm.l1-chain-id': o.l1ChainId,
    'zkevm.l1-rpc-url': o.l1RpcUrl,
    'zkevm.l1-rollup-id': o.rollupId,
    'zkevm.address-sequencer': o.sequencer,
    'zkevm.address-rollup': o.contracts.rollupManager,
    'zkevm.address-zkevm': o.contracts.rollup,
    'zkevm.address-ger-manager': o.contracts.globalExitRoot,
    'zkevm.l1-matic-contract-address': o.contracts.pol,
    'zkevm.l1-first-block': Number(o.contracts.deploymentBlock),
    'zkevm.l1-block-range': 20_000,
    'zkevm.l1-query-delay': 1_000,
    // A dev L1 finalises late, and nothing of it is taken back.
    'zkevm.l1-highest-block-type': 'latest',
    'zkevm.info-tree-update-interval': '1s',
    'zkevm.rebuild-tree-after': 10_000,
    'zkevm.executor-strict': false,
    // The base fee is 0 and the floor in BIG is kept by the gateway in front, so that claims can be free.
    'zkevm.allow-free-transactions': true,
    'zkevm.reject-low-gas-price-transactions': false,
    'zkevm.gas-price-factor': 0,
    'zkevm.allow-pre-eip155-transactions': true,
    'zkevm.sequencer-block-seal-time': ms(o.seal.block),
    'zkevm.sequencer-batch-seal-time': ms(o.seal.batch),
    'zkevm.data-stream-host': '127.0.0.1',
    'zkevm.data-stream-port': STREAM_PORT,
    'zkevm.data-stream-writeTimeout': '20s',
    'zkevm.rpc-get-batch-witness-concurrency-limit': 1,
  };
}

/** YAML is a superset of JSON: quoted text and lists in brackets need no escaping of its own. */
function yaml(values: Keys): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\n`;
}
