import { resolve } from 'node:path';
import { z } from 'zod';
import { majorityOf } from '#circuits';
import { DEV_MNEMONIC } from '../artifacts/accounts.ts';
import { L1_ENGINES, L2_ENGINES } from '../components/engines.ts';
import { RECIPES, type RecipeName } from '../components/recipes.ts';
import { WrongConfigError } from '../errors.ts';
import { L2_BATCH_MAX_BYTES } from '../l2/constants.ts';
import { combinationProblems } from './combinationProblems.ts';
import { gasTokensSchema, type RollupOptions, rollupsOf, rollupsSchema } from './rollupOptions.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const milliseconds = z.coerce.number().int().min(10);

const schema = z.strictObject({
  /** Holds the journals, logs and the record of the running stack. */
  dataDir: z.string().default('.bigfile/stack'),
  /** Compiled circuits and keys; shared by all stacks of the checkout. */
  cacheDir: z.string().default('.bigfile/cache'),
  host: z.string().default('127.0.0.1'),
  l1Port: port.default(8545),
  l2Port: port.default(8123),
  bridgePort: port.default(8080),
  l1ChainId: z.coerce.number().int().positive().default(1337),
  l2ChainId: z.coerce.number().int().positive().max(0xffff_ffff).default(424_242),
  mnemonic: z.string().default(DEV_MNEMONIC),
  l1BlockTimeMs: milliseconds.default(1_000),
  l2BlockTimeMs: milliseconds.default(200),
  /** Age at which the sequencer closes a batch that holds something. */
  batchMaxAgeMs: milliseconds.default(2_000),
  /** Most bytes of batch data and most transactions that a batch takes. */
  batchMaxBytes: z.coerce
    .number()
    .int()
    .min(200)
    .max(L2_BATCH_MAX_BYTES)
    .default(L2_BATCH_MAX_BYTES),
  batchMaxTransactions: z.coerce.number().int().positive().default(2_000),
  /** Closes a batch every `batchMaxAgeMs` even when there is no block in it. */
  emptyBatches: z.boolean().default(false),
  /** When blocks are made: at every look, as soon as something waits, or for each transaction. */
  l2Blocks: z.enum(['interval', 'demand', 'transaction']).default('interval'),
  l2Order: z.enum(['fifo', 'fee']).default('fifo'),
  /** With `interval`: a block at every turn even when nothing waits. */
  l2EmptyBlocks: z.boolean().default(false),
  /** For drills: a sequencer that passes over what is forced on L1. */
  l2SkipForced: z.boolean().default(false),
  /** Seconds that the sequencer has for a forced batch; on development L1s only. */
  forceBatchTimeoutSeconds: z.coerce.number().int().min(0).max(431_999).default(30),
  /** Rollups of the one rollup manager: how many, or what those after the first are like. */
  rollups: rollupsSchema.default(1),
  /** Coins of the rollups after the first. */
  gasTokens: gasTokensSchema.default([]),
  /** The file with options and hooks; every process that needs it loads it itself. */
  configFile: z.string().optional(),
  /** Wei of BIG a unit of gas costs at least on the L2. */
  gasPriceFloorWei: z.coerce.bigint().nonnegative().default(1_000_000_000n),
  /** Whose settlement contracts: ours, or the official ones. */
  contracts: z.enum(['embedded', 'official']).default('embedded'),
  /** How batches are proven; `mock` proves nothing, for speed; `official` waits for provers that dial in. */
  prover: z.enum(['groth16', 'mock', 'official']).default('groth16'),
  /** How many validators there are, each a process with an engine of its own, and how many must sign. */
  validators: z.coerce.number().int().min(1).max(8).default(3),
  /** Unless told: more than half. */
  threshold: z.coerce.number().int().min(1).max(8).optional(),
  /** Where provers of the CDK dial in, with `prover: official`. */
  proverPort: port.default(50_081),
  /** Whether they get the witness of each batch; one that executes batches cannot do without. */
  proverWitness: z.enum(['required', 'none']).default('required'),
  /** What L1 checks their proofs with; `accept-all` checks nothing: for the mock prover of the CDK. */
  proverVerifier: z.enum(['groth16', 'accept-all']).default('groth16'),
  /** Folders of programs that the providers run beside the shipped ones. */
  programs: z.array(z.string()).default([]),
  /** Directory with the artifacts of the official ones; the installed package when absent. */
  contractsPath: z.string().optional(),
  /** Where our own roles run: each in a process of this host, or each in a container. */
  in: z.enum(['processes', 'containers']).default('processes'),
  /** Images by component, in place of those of `versions.json`. */
  images: z.record(z.string(), z.string()).optional(),
  /** Components that go together; each of the others, where given, comes first. */
  recipe: z.enum(Object.keys(RECIPES) as [RecipeName, ...RecipeName[]]).optional(),
  /** The bridge service: ours, or the CDK's with its database, in containers. */
  bridge: z.enum(['embedded', 'official']).default('embedded'),
  /** Sequence sender and aggregator: ours, or cdk-node with its database and a mock prover, in containers. */
  settlement: z.enum(['embedded', 'cdk-node']).default('embedded'),
  /** Where the batches are: on L1, or with a data committee that signs for them. */
  da: z.enum(['rollup', 'validium']).default('rollup'),
  /** The member of a validium's data committee: ours, or cdk-data-availability with its database. */
  committee: z.enum(['embedded', 'official']).default('embedded'),
  /** Port of the committee's member; L1 has its URL, so that another one costs a transaction. */
  committeePort: port.default(8484),
  /** The L1: our dev chain, a node in a container, or the URL of one that runs already. */
  l1: z.union([z.enum(L1_ENGINES), z.url({ protocol: /^https?$/ })]).default('embedded'),
  /** The L2: our sequencer, or the CDK's in a container, behind our gateway. */
  l2: z.enum(L2_ENGINES).default('embedded'),
});

export type StackOptions = Omit<z.output<typeof schema>, 'rollups' | 'gasTokens' | 'threshold'> & {
  moreRollups: RollupOptions[];
  threshold: number;
};
export type StackOptionsInput = z.input<typeof schema>;

/**
 * Fills in the defaults and checks the values.
 * @throws WrongConfigError naming every field that is wrong
 */
export function parseOptions(input: StackOptionsInput): StackOptions {
  const result = schema.safeParse(withRecipe(input));
  if (!result.success) throw new WrongConfigError({ problems: z.prettifyError(result.error) });
  const { rollups, gasTokens, ...given } = result.data;
  const options = { ...given, threshold: given.threshold ?? majorityOf(given.validators) };
  const moreRollups = rollupsOf({ ...options, rollups, gasTokens });
  if (!moreRollups) {
    const problems = 'There are more gasTokens than rollups after the first, whose coin is BIG.';
    throw new WrongConfigError({ problems });
  }
  const problems = combinationProblems({ ...options, moreRollups });
  if (problems) throw new WrongConfigError({ problems });
  assertDistinct({ ...options, moreRollups });
  return {
    ...options,
    moreRollups,
    dataDir: resolve(options.dataDir),
    cacheDir: resolve(options.cacheDir),
    programs: options.programs.map((folder) => resolve(folder)),
    ...(options.contractsPath ? { contractsPath: resolve(options.contractsPath) } : {}),
  };
}

/** An unknown recipe is left for the schema to refuse. */
function withRecipe(input: StackOptionsInput): StackOptionsInput {
  const recipe: StackOptionsInput = RECIPES[input.recipe ?? 'embedded'] ?? {};
  const given = Object.entries(input).filter(([, value]) => value !== undefined);
  return { ...recipe, ...Object.fromEntries(given) };
}

/** @throws WrongConfigError when two chains have one id, or two rollups one port */
function assertDistinct(
  o: Pick<StackOptions, 'l1ChainId' | 'l2ChainId' | 'l2Port' | 'moreRollups'>,
): void {
  const rollups = [{ chainId: o.l2ChainId, port: o.l2Port }, ...o.moreRollups];
  const twice = <T>(values: readonly T[]) => values.find((v, i) => values.indexOf(v) !== i);
  const chainId = twice([o.l1ChainId, ...rollups.map((rollup) => rollup.chainId)]);
  if (chainId !== undefined)
    throw new WrongConfigError({ problems: `Two chains have the chain id ${chainId}.` });
  const port = twice(rollups.map((rollup) => rollup.port).filter((p) => p !== 0));
  if (port !== undefined)
    throw new WrongConfigError({ problems: `Two rollups want the port ${port}.` });
}
