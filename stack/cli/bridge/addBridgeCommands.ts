import type { Command } from 'commander';
import { createOutput } from '../output.ts';
import type { BridgeCommandContext, BridgeFlags } from './BridgeCommandContext.ts';

type Handler = (context: BridgeCommandContext) => Promise<number>;

/** Loaded when called: `--help` must not wait for anything. */
const HANDLERS: Record<string, () => Promise<Handler>> = {
  deposit: async () => (await import('./deposit.ts')).deposit,
  withdraw: async () => (await import('./withdraw.ts')).withdraw,
  message: async () => (await import('./message.ts')).message,
  claim: async () => (await import('./claim.ts')).claim,
  list: async () => (await import('./list.ts')).list,
  trace: async () => (await import('./trace.ts')).trace,
};

/** Adds `bigfile bridge …`. @param exit receives the exit code of the command that ran */
export function addBridgeCommands(root: Command, exit: (code: number) => void): void {
  const group = root
    .command('bridge')
    .description('move assets and messages between the networks, and follow them')
    .showHelpAfterError('(bigfile bridge --help lists the commands)');
  const add = (name: string, description: string): Command => {
    const takesArgument = name.includes(' ');
    const run = async (argument: string | undefined, flags: BridgeFlags) => {
      const output = createOutput({ json: flags.json === true });
      const handler = HANDLERS[name.split(' ')[0] as string] as () => Promise<Handler>;
      try {
        exit(await (await handler())({ argument, flags, output }));
      } catch (error) {
        output.error(error);
        exit(1);
      }
    };
    const command = group.command(name).description(description);
    return connection(command).action((first: unknown, second: unknown) =>
      takesArgument
        ? run(first as string | undefined, second as BridgeFlags)
        : run(undefined, first as BridgeFlags),
    );
  };
  sending(add('deposit', 'send an asset from the L1 to a rollup'))
    .option('--to-network <id>', 'the rollup (the first one)')
    .option('--wait', 'until it is claimed there, by the service or by anybody');
  sending(add('withdraw', 'send an asset from a rollup to the L1, or to another rollup'))
    .option('--network <id>', 'the rollup that it leaves (the first one)')
    .option('--to-network <id>', 'where it goes (0, the L1)')
    .option('--claim', 'wait for the proof of its batch and claim it there');
  add('message', 'send a message to a contract on another network')
    .requiredOption('--to <address>', 'contract whose onMessageReceived is called')
    .option('--data <hex>', 'the message (0x)')
    .option('--network <id>', 'where it is sent (0, the L1)')
    .option('--to-network <id>', 'where it goes (the first rollup, or the L1 from there)')
    .option('--amount <ether>', 'ether that goes with it; WETH from a chain with a gas token')
    .option('--key <hex>', KEY);
  add('claim [tx]', 'claim what a transaction deposited, or one deposit by its number')
    .option('--network <id>', 'network of the deposit')
    .option('--deposit-count <n>', 'its number there')
    .option('--wait', 'until it can be claimed')
    .option('--key <hex>', KEY);
  add('list [address]', 'deposits for an address (the first user account), newest first')
    .option('--network <id>', 'only those made on this network')
    .option('--to-network <id>', 'only those to this network')
    .option('--limit <n>', 'at most so many (25, never more than 100)')
    .option('--offset <n>', 'pass over so many');
  add('trace <tx>', 'one transfer step by step, and why it cannot be claimed yet');
}

const KEY = 'private key that signs (BIGFILE_BRIDGE_KEY, or the first user account of the stack)';

function connection(command: Command): Command {
  return command
    .option('--json', 'print one JSON object on stdout, progress on stderr')
    .option('--data-dir <path>', 'of the running stack (.bigfile/stack)')
    .option('--l1-rpc <url>', 'another L1 than that of the running stack')
    .option('--l2-rpc <url...>', 'rollups, one URL for each')
    .option('--bridge <address>', 'bridge on the L1, and on the rollups')
    .option('--l2-bridge <address>', 'bridge on the rollups, where it differs')
    .option('--bridge-api <url>', 'a bridge service; without it one runs for this command')
    .option('--l1-from-block <n>', 'first block of the L1 that may hold an event (0)');
}

function sending(command: Command): Command {
  return command
    .requiredOption('--amount <n>', 'in whole tokens, such as 1.5')
    .option('--token <token>', 'big, eth, or an address (the gas token of the rollup)')
    .option('--to <address>', 'receiver there (the sender)')
    .option('--key <hex>', KEY);
}
