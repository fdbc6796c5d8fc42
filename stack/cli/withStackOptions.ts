import { type Command, InvalidArgumentError, Option } from 'commander';

/** The options of every command that brings a stack up, each with its environment variable. */
export function withStackOptions(command: Command): Command {
  const env = (flag: string, description: string, name: string) =>
    command.addOption(new Option(flag, description).env(`BIGFILE_${name}`));
  command.option('--reset', 'forget the state of an earlier run first');
  env('--host <address>', 'address to listen on (127.0.0.1)', 'HOST');
  env('--l1-port <port>', 'L1 JSON-RPC (8545); 0 takes any free port', 'L1_PORT');
  env('--l2-port <port>', 'L2 JSON-RPC (8123)', 'L2_PORT');
  env('--bridge-port <port>', 'bridge API (8080)', 'BRIDGE_PORT');
  env('--l1-chain-id <id>', 'chain id of the L1 (1337)', 'L1_CHAIN_ID');
  env('--l2-chain-id <id>', 'chain id of the L2 (424242)', 'L2_CHAIN_ID');
  env('--rollups <n>', 'rollups at the one rollup manager (1)', 'ROLLUPS');
  env(
    '--gas-tokens <coins>',
    'coin of each rollup after the first: own or ether, with commas (own)',
    'GAS_TOKENS',
  );
  env('--mnemonic <words>', 'mnemonic of all keys', 'MNEMONIC');
  env('--l1-block-time-ms <ms>', 'time between L1 blocks (1000)', 'L1_BLOCK_TIME_MS');
  env('--l2-block-time-ms <ms>', 'shortest time between L2 blocks (200)', 'L2_BLOCK_TIME_MS');
  env(
    '--l2-blocks <when>',
    'interval, demand or transaction: at every look, when something waits, one for each (interval)',
    'L2_BLOCKS',
  );
  env('--l2-order <order>', 'fifo or fee: who goes first in a block (fifo)', 'L2_ORDER');
  command.option('--l2-empty-blocks', 'with interval: make blocks even when nothing waits');
  command.option('--l2-skip-forced', 'for drills: a sequencer that passes over forced batches');
  command.option('--empty-batches', 'close batches by age even when they hold no block');
  env('--batch-max-bytes <bytes>', 'batch data at which a batch is closed', 'BATCH_MAX_BYTES');
  env('--batch-max-transactions <n>', 'transactions of a batch (2000)', 'BATCH_MAX_TRANSACTIONS');
  command.option('--config <file>', 'options and hooks (bigfile.config.ts, if it is there)');
  env('--batch-max-age-ms <ms>', 'age at which a batch is closed (2000)', 'BATCH_MAX_AGE_MS');
  env(
    '--gas-price-floor-wei <wei>',
    'lowest gas price on the L2, in wei of BIG (1000000000)',
    'GAS_PRICE_FLOOR_WEI',
  );
  env(
    '--force-batch-timeout-seconds <s>',
    'time that the sequencer has for a forced batch, on a development L1 (30)',
    'FORCE_BATCH_TIMEOUT_SECONDS',
  );
  env('--contracts <origin>', 'settlement contracts: embedded or official (embedded)', 'CONTRACTS');
  env(
    '--contracts-path <dir>',
    'Hardhat artifacts of the official contracts, anywhere below (the installed package)',
    'CONTRACTS_PATH',
  );
  env('--in <where>', 'our roles run in processes or in containers (processes)', 'IN');
  command.addOption(
    new Option(
      '--image <component=reference>',
      'an image in place of the one in versions.json; repeatable, or BIGFILE_IMAGE_<COMPONENT>',
    ).argParser(addImage),
  );
  env(
    '--recipe <name>',
    'components that go together: embedded or official (geth, cdk-erigon, official contracts)',
    'RECIPE',
  );
  env(
    '--l1 <engine>',
    'the L1: embedded, geth, reth, anvil in a container, or the URL of a node (embedded)',
    'L1',
  );
  env(
    '--l2 <engine>',
    'the L2: embedded, or cdk-erigon (type 1) or cdk-erigon-zk in a container (embedded)',
    'L2',
  );
  env(
    '--prover <name>',
    'groth16; official: provers of the CDK dial in; mock: no proof at all, for speed (groth16)',
    'BATCH_PROVER',
  );
  env('--validators <n>', 'validators, 1 to 8 (3)', 'VALIDATORS');
  env('--threshold <k>', 'how many of them must sign a batch (more than half)', 'THRESHOLD');
  env('--prover-port <port>', 'where provers dial in, with official (50081)', 'PROVER_PORT');
  env(
    '--prover-witness <what>',
    'required, or none: for provers that do not execute batches (required)',
    'PROVER_WITNESS',
  );
  env(
    '--prover-verifier <name>',
    'groth16, or accept-all: L1 checks nothing, for the mock prover of the CDK (groth16)',
    'PROVER_VERIFIER',
  );
  command.option(
    '--program <folders...>',
    'programs that the providers run beside the shipped ones',
  );
  env(
    '--bridge <service>',
    'the bridge service: embedded, or official (zkevm-bridge-service and PostgreSQL in containers) (embedded)',
    'BRIDGE',
  );
  env(
    '--da <kind>',
    'where batches are kept: rollup (on L1) or validium (a data committee of ours) (rollup)',
    'DA',
  );
  env(
    '--settlement <services>',
    'who sequences and aggregates: embedded, or cdk-node in containers, with a mock prover (embedded)',
    'SETTLEMENT',
  );
  env(
    '--committee <member>',
    'member of the data committee: embedded, or official (cdk-data-availability in a container) (embedded)',
    'COMMITTEE',
  );
  env('--committee-port <port>', 'port of the data committee (8484)', 'COMMITTEE_PORT');
  env('--cache-dir <path>', 'compiled circuits and keys (.bigfile/cache)', 'CACHE_DIR');
  return command;
}

function addImage(value: string, earlier: Record<string, string> = {}): Record<string, string> {
  const [, component, reference] = /^([^=]+)=(.+)$/.exec(value) ?? [];
  if (!component || !reference) throw new InvalidArgumentError('Write <component>=<reference>.');
  return { ...earlier, [component]: reference };
}
