import { join, resolve } from 'node:path';
import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { discoverRollup } from '../derivation/index.ts';
import { WrongConfigError } from '../errors.ts';
import { createL1Client } from '../l1info/index.ts';
import { startProver } from '../prover/index.ts';
import { readValidatorSet } from '../prover/readValidatorSet.ts';
import { readRollupState } from '../services/readRollupState.ts';
import { readSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';
import { interruption } from './runningStack.ts';

interface ProverFlags {
  aggregator?: string;
  name?: string;
  port?: string;
  l1Rpc?: string;
  l2Rpc?: string;
  rollup?: string;
  validators?: string;
  cacheDir?: string;
  dataDir?: string;
}

const aggregatorStatus = z.object({ provers: z.object({ address: z.string() }) });

/** Dials an aggregator until it is stopped. What is not told is that of the running stack. */
export async function proverCommand({ options, output }: CommandContext): Promise<number> {
  const flags = options as ProverFlags;
  const info = readSession(resolve(flags.dataDir ?? '.bigfile/stack'))?.info;
  const l1RpcUrl = needed('--l1-rpc', flags.l1Rpc ?? info?.l1.rpc);
  const l2RpcUrl = needed('--l2-rpc', flags.l2Rpc ?? info?.l2.rpc);
  const rollup = addressOf(needed('--rollup', flags.rollup ?? info?.contracts.l1['rollup']));
  const ofStack = info?.validators.map(({ url }) => url);
  const validators = flags.validators?.split(',') ?? needed('--validators', ofStack);
  const aggregator = flags.aggregator ?? (await aggregatorOf(info?.aggregator?.url));

  const signal = interruption();
  const client = createL1Client(l1RpcUrl);
  const { contracts, rollupId } = await discoverRollup({ client, rollup });
  const { verifier: batchVerifier } = await readRollupState({ client, contracts, rollupId });
  const prover = await startProver({
    ...{ aggregator, l1RpcUrl, l2RpcUrl, rollupId, validators },
    ...{ host: '127.0.0.1', port: Number(flags.port ?? 0) },
    ...(flags.name ? { name: flags.name } : {}),
    contracts: { ...contracts, batchVerifier },
    validatorSet: await readValidatorSet({ client, batchVerifier, validators }),
    circuitsCacheDir: join(resolve(flags.cacheDir ?? '.bigfile/cache'), 'circuits'),
  });
  output.result({ ok: true, aggregator, url: prover.url }, () => [
    `Dials ${aggregator}; ${prover.url}/status tells what it is at.`,
  ]);
  await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  await prover.stop();
  return 0;
}

async function aggregatorOf(url: string | undefined): Promise<string> {
  const status = await fetch(`${needed('--aggregator', url)}/status`);
  const found = aggregatorStatus.safeParse(await status.json());
  if (found.success) return found.data.provers.address;
  const problems = `The aggregator at ${url} takes no provers; start it with prover: official.`;
  throw new WrongConfigError({ problems });
}

function needed<T>(flag: string, value: T | undefined): T {
  if (value !== undefined) return value;
  throw new WrongConfigError({ problems: `${flag} is missing, and no stack runs here` });
}

function addressOf(value: string): Address {
  if (isAddress(value, { strict: false })) return value;
  throw new WrongConfigError({ problems: `--rollup ${value} is no address` });
}
