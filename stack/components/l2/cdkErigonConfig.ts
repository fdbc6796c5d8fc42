import type { CdkErigonInput } from './CdkErigonInput.ts';

export const CDK_ERIGON_HTTP_PORT = 8545;
const STREAM_PORT = 6900;

/**
 * The YAML that cdk-erigon 2.65 reads, for a sequencer of a type-1 chain without prover and executor.
 * It only warns of a key that it does not know: every name here was seen to work.
 */
export function cdkErigonConfig(o: CdkErigonInput): string {
  const ms = (value: number) => `${value}ms`;
  return yaml({
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
    'zkevm.disable-virtual-counters': true,
    'zkevm.honour-chainspec': true,
    // The base fee is 0 and the floor in BIG is kept by the gateway in front, so that claims can be free.
    'zkevm.allow-free-transactions': true,
    'zkevm.reject-low-gas-price-transactions': false,
    'zkevm.gas-price-factor': 0,
    'zkevm.allow-pre-eip155-transactions': true,
    'zkevm.sequencer-block-seal-time': ms(o.seal.block),
    'zkevm.sequencer-empty-block-seal-time': ms(o.seal.emptyBlock),
    'zkevm.sequencer-batch-seal-time': ms(o.seal.batch),
    'zkevm.data-stream-host': '127.0.0.1',
    'zkevm.data-stream-port': STREAM_PORT,
    'zkevm.data-stream-writeTimeout': '20s',
    'zkevm.rpc-get-batch-witness-concurrency-limit': 1,
  });
}

type Scalar = string | number | boolean;

/** YAML is a superset of JSON: quoted text and lists in brackets need no escaping of its own. */
function yaml(values: Record<string, Scalar | readonly Scalar[]>): string {
  const lines = Object.entries(values).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\n`;
}
