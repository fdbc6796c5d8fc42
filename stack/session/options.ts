import { resolve } from 'node:path';
import { z } from 'zod';
import { DEV_MNEMONIC } from '../artifacts/accounts.ts';
import { WrongConfigError } from '../errors.ts';

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
  /** Wei of BIG a unit of gas costs at least on the L2. */
  gasPriceFloorWei: z.coerce.bigint().nonnegative().default(1_000_000_000n),
  /** Whose settlement contracts: ours, or the official ones. */
  contracts: z.enum(['embedded', 'official']).default('embedded'),
  /** Directory with the artifacts of the official ones; the installed package when absent. */
  contractsPath: z.string().optional(),
});

export type StackOptions = z.output<typeof schema>;
export type StackOptionsInput = z.input<typeof schema>;

/**
 * Fills in the defaults and checks the values.
 * @throws WrongConfigError naming every field that is wrong
 */
export function parseOptions(input: StackOptionsInput): StackOptions {
  const result = schema.safeParse(input);
  if (!result.success) throw new WrongConfigError({ problems: z.prettifyError(result.error) });
  const options = result.data;
  if (options.l1ChainId === options.l2ChainId) {
    throw new WrongConfigError({
      problems: `l1ChainId and l2ChainId are both ${options.l1ChainId}.`,
    });
  }
  return {
    ...options,
    dataDir: resolve(options.dataDir),
    cacheDir: resolve(options.cacheDir),
    ...(options.contractsPath ? { contractsPath: resolve(options.contractsPath) } : {}),
  };
}
