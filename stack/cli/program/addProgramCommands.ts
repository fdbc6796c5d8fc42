import type { Command } from 'commander';
import { createOutput } from '../output.ts';
import type { ProgramContext, ProgramOptions } from './ProgramContext.ts';

type Handler = (context: ProgramContext) => Promise<number>;
type Raw = ProgramOptions & { json?: boolean };

/** Loaded when called: `--help` must not wait for the prover. */
const HANDLERS: Record<string, () => Promise<Handler>> = {
  new: async () => (await import('./create.ts')).create,
  build: async () => (await import('./build.ts')).build,
  check: async () => (await import('./check.ts')).check,
  setup: async () => (await import('./setup.ts')).setup,
  prove: async () => (await import('./prove.ts')).prove,
  verify: async () => (await import('./verify.ts')).verify,
  register: async () => (await import('./register.ts')).register,
};

/** Adds `bigfile program …`. @param exit receives the exit code of the command that ran */
export function addProgramCommands(root: Command, exit: (code: number) => void): void {
  const group = root
    .command('program')
    .description('from a circom file to a registered program: circuits, keys and proofs')
    .showHelpAfterError('(bigfile program --help lists the commands)');
  const plain = (name: string, argument: string, description: string): Command =>
    group
      .command(`${name} <${argument}>`)
      .description(description)
      .option('--json', 'print one JSON object on stdout, progress on stderr')
      .action(async (program: string, { json, ...options }: Raw) => {
        const output = createOutput({ json: json === true });
        try {
          exit(await (await HANDLERS[name]!())({ command: name, program, options, output }));
        } catch (error) {
          output.error(error);
          exit(1);
        }
      });
  const add = (name: string, description: string): Command =>
    plain(name, 'program', `${description} (<program>: a folder, or the name of a shipped one)`)
      .option('--cache-dir <path>', 'compiled circuits and keys (.bigfile/cache)')
      .option('--key-dir <path>', 'key of a ceremony (the folder key/ of the program)');

  plain('new', 'folder', 'write a small working program to start from').option(
    '--name <name>',
    "of the program (the folder's)",
  );
  add('build', 'compile the circuit, make its DEV key, record both in program.lock.json');
  add(
    'check',
    'build anew and compare with the record; compare circuit, executable and reference',
  ).option('--cases <n>', 'random inputs to compare on (20)');
  add('setup', 'make a key: DEV, or with --ptau one of a ceremony, step by step or at once')
    .option('--ptau <file>', 'powersOfTau28_hez_final file; its BLAKE2b must be a published one')
    .option('--unpublished-ptau', 'take any file: whoever made it can forge proofs')
    .option('--contribute <name...>', 'contribute to phase 2, once for each name')
    .option('--beacon <hex>', 'close it with a hash that was announced before it was known')
    .option('--iterations-power <n>', 'the beacon is hashed 2^n times, n from 10 to 63 (10)');
  add('prove', 'run the program on a file and prove it')
    .option('--input <file>', 'input bytes')
    .option('--user-secret <hex>', 'from which the key is derived that the output is sealed to')
    .option('--out <file>', 'where the proof goes (stdout with --json)');
  add('verify', 'check a proof; with --ptau, the ceremony of the key')
    .option('--proof <file>', 'output of prove')
    .option('--ptau <file>', 'Powers of Tau file that the key was made of')
    .option('--unpublished-ptau', 'accept a file that is none of the published ones');
  add('register', 'deploy the verifier on the running stack and register the program, unlisted')
    .option('--data-dir <path>', 'of the running stack (.bigfile/stack)')
    .option(
      '--key <hex>',
      'private key that pays for it (the first user account with BIG on the L2)',
    );
}
