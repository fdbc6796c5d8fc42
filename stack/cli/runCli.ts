import { Command, CommanderError, Option } from 'commander';
import { withConfigFile } from '../session/loadConfigFile.ts';
import type { StackOptionsInput } from '../session/options.ts';
import { addBridgeCommands } from './bridge/addBridgeCommands.ts';
import type { CommandContext } from './CommandContext.ts';
import { createOutput } from './output.ts';
import { addProgramCommands } from './program/addProgramCommands.ts';
import { withStackOptions } from './withStackOptions.ts';

type Handler = (context: CommandContext) => Promise<number>;

/** Commands are loaded when they are called: `--help` must not wait for the engine. */
const COMMANDS: Record<string, () => Promise<Handler>> = {
  up: async () => (await import('./up.ts')).up,
  down: async () => (await import('./down.ts')).down,
  export: async () => (await import('./exportCommand.ts')).exportCommand,
  doctor: async () => (await import('./doctor.ts')).doctor,
  status: async () => (await import('./status.ts')).status,
  fidelity: async () => (await import('./fidelityCommand.ts')).fidelityCommand,
  gateway: async () => (await import('./gatewayCommand.ts')).gatewayCommand,
  prover: async () => (await import('./proverCommand.ts')).proverCommand,
  role: async () => (await import('./roleCommand.ts')).roleCommand,
  sync: async () => (await import('./syncCommand.ts')).syncCommand,
  'force-tx': async () => (await import('./forceTxCommand.ts')).forceTxCommand,
  walk: async () => (await import('./walkCommand.ts')).walkCommand,
};

/** Commands that start something, and so read the configuration file. */
const WITH_CONFIG_FILE = new Set(['up', 'walk', 'doctor']);

/**
 * Runs one command line.
 * @returns the exit code: 0, 1 (failure), 2 (usage), 130 (interrupted)
 */
export async function runCli(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = buildProgram(async (name, raw) => {
    const {
      json = false,
      detach = false,
      once = false,
      dryRun = false,
      reset = false,
      volumes = false,
      argument,
      image,
      ...rest
    } = raw;
    const output = createOutput({ json: json === true });
    const flags = {
      json,
      detach,
      once,
      dryRun,
      reset,
      volumes,
      argument,
    } as CommandContext['flags'];
    try {
      const handler = await (COMMANDS[name] as () => Promise<Handler>)();
      const { program: programs, ...others } = rest;
      const given = {
        ...others,
        ...(programs ? { programs } : {}),
        ...(image ? { images: image } : {}),
      } as StackOptionsInput;
      const options = WITH_CONFIG_FILE.has(name) ? await withConfigFile(given) : given;
      code = await handler({ options, flags, output });
    } catch (error) {
      output.error(error);
      code = 1;
    }
  });
  const exits = (exit: number) => {
    code = exit;
  };
  addBridgeCommands(program, exits);
  addProgramCommands(program, exits);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return code;
}

function buildProgram(run: (name: string, raw: Record<string, unknown>) => Promise<void>): Command {
  const program = new Command('bigfile')
    .description(
      'A local Polygon CDK rollup with BIG as gas token, and the BigFile compute marketplace on it.',
    )
    .exitOverride()
    .showHelpAfterError('(bigfile --help lists the commands)');
  const command = (name: string, description: string) => {
    const made = program
      .command(name)
      .description(description)
      .option('--json', 'print one JSON object on stdout, progress on stderr')
      .option('--data-dir <path>', 'journals, logs and the record of the stack', '.bigfile/stack')
      .action((options: Record<string, unknown>) => run(name, options));
    return made;
  };
  const withArgument = (made: Command, argument: string) =>
    made
      .argument(argument)
      .action((value: string | undefined, options: Record<string, unknown>) =>
        run(made.name(), { ...options, argument: value }),
      );
  withStackOptions(command('up', 'bring the stack up; stays in the foreground until Ctrl-C'))
    .option('-d, --detach', 'return when the stack is ready and leave it running')
    .option('--dry-run', 'print the manifest and start nothing');
  withStackOptions(
    command('walk', 'bring the stack up and walk one job to settlement on L1'),
  ).option('--once', 'stop the stack after the walk, and keep nothing of it');
  command('down', 'stop the stack of the data directory, and remove what a killed one left').option(
    '--volumes',
    'forget its state too, in the directory and in the engine’s volumes',
  );
  withArgument(
    command('export', 'write the running stack as a Compose file that starts without us'),
    '[compose]',
  ).option('--out <dir>', 'directory for it and the files of its containers (compose)');
  withStackOptions(
    command('doctor', 'what a stack of these options needs, what is missing, and how to fix it'),
  );
  command('status', 'endpoints, heights and processes of the running stack');
  command('fidelity', 'what is real in the running stack, read from the chains and the processes');
  command('gateway', 'stand in front of another sequencer and ask the admission hooks')
    .option('--upstream <url>', 'JSON-RPC of the sequencer')
    .option('--host <address>', 'address to listen on (127.0.0.1)')
    .option('--port <port>', 'port to listen on (8123); 0 takes any free port')
    .option('--bridge <address>', 'the bridge on the L2, for hooks that ask for it')
    .option('--gas-price-floor-wei <wei>', 'lowest gas price, in wei of BIG (0)')
    .option('--config <file>', 'hooks (bigfile.config.ts, if it is there)');
  command('prover', 'dial an aggregator of the CDK and make our batch proofs for it')
    .option('--aggregator <host:port>', 'gRPC of the aggregator (that of the running stack)')
    .option('--name <name>', 'how it calls itself (bigfile)')
    .option('--port <port>', 'of its status API (0: any free port)')
    .option('--l1-rpc <url>', 'JSON-RPC of the L1 (that of the running stack)')
    .option('--l2-rpc <url>', 'JSON-RPC of the L2 (that of the running stack)')
    .option('--rollup <address>', 'the rollup contract on L1 (that of the running stack)')
    .option(
      '--validators <urls>',
      'of the validators, in the order of their set (those of the stack)',
    )
    .option('--cache-dir <path>', 'compiled circuits and keys', '.bigfile/cache');
  withArgument(
    command('role', 'run one role on this machine until it is stopped'),
    '[name]',
  ).option('--config <file>', 'its configuration, JSON (/etc/bigfile/role.json)');
  command('sync', 'rebuild an L2 from L1 alone and compare it with what L1 and an L2 node have')
    .option('--from-l1', 'the only source there is')
    .option('--l1-rpc <url>', 'JSON-RPC of the L1')
    .option('--rollup <address>', 'the rollup contract on L1')
    .option('--l2-rpc <url>', 'an L2 node whose blocks are compared')
    .option('--genesis <file>', 'genesis of the L2 as JSON (the one of this devkit)')
    .option('--l1-depth <blocks>', 'L1 blocks to stay behind (0)');
  forceTxOptions(
    command('force-tx', 'force a transaction onto the L2 through L1, past the sequencer'),
  );
  return program;
}

function forceTxOptions(command: Command): void {
  command
    .option('--to <address>', 'whom the L2 transaction calls or pays')
    .option('--value-wei <wei>', 'wei of BIG that it carries (0)')
    .option('--data <hex>', 'its call data')
    .option('--gas <gas>', 'its gas limit (estimated on the L2)')
    .option('--raw <hex>', 'a signed L2 transaction, instead of the four above')
    .addOption(
      new Option('--key <hex>', 'signs the L2 transaction (second account of the stack)').env(
        'BIGFILE_FORCE_KEY',
      ),
    )
    .addOption(
      new Option('--l1-key <hex>', 'pays ether and POL on L1 (the same key)').env(
        'BIGFILE_FORCE_L1_KEY',
      ),
    )
    .option('--l1-rpc <url>', 'JSON-RPC of the L1 (that of the running stack)')
    .option('--l2-rpc <url>', 'an L2 node (that of the running stack)')
    .option('--rollup <address>', 'the rollup contract on L1 (that of the running stack)')
    .option('--no-follow', 'return once L1 has it');
}
