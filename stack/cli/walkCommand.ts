import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usesContainers } from '../components/engines.ts';
import { type ContainerFacts, describeContainers } from '../containers/describeContainers.ts';
import { forgetContainers } from '../containers/forgetContainers.ts';
import { WalkFailedError } from '../errors.ts';
import { readFidelity } from '../run/fidelity.ts';
import { type CombinationNames, combinationOf } from '../session/combinationOf.ts';
import { parseOptions, type StackOptionsInput } from '../session/options.ts';
import { type Walk, walk } from '../walk/walk.ts';
import type { CommandContext } from './CommandContext.ts';
import { describeStack, nextCommands } from './describeStack.ts';
import { type ForegroundStack, Interrupted, withStack } from './runningStack.ts';

/** Brings a stack up, walks one job to settlement, and stays up unless told `--once`. */
export function walkCommand(context: CommandContext): Promise<number> {
  return context.flags.once ? walkOnce(context) : walkAndStay(context);
}

async function walkAndStay(context: CommandContext): Promise<number> {
  try {
    return await withStack(context, async (stack) => {
      print(context, stack, await walkOn(stack));
      return stack.stack.supervisor.died;
    });
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    return error.exitCode === 130 ? 130 : 0;
  }
}

/** A stack for one walk meets no other's state, and leaves nothing unless it fails. */
async function walkOnce(context: CommandContext): Promise<number> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-once-'));
  const options = { ...context.options, dataDir };
  const forget = async () => {
    rmSync(dataDir, { recursive: true, force: true });
    await forgetVolumes(options);
  };
  try {
    await withStack({ ...context, options }, async (stack) => {
      print(context, stack, await walkOn(stack));
    });
    await forget();
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      await forget();
      return error.exitCode;
    }
    context.output.line(`Logs and journals are kept in ${dataDir}.`);
    throw error;
  }
}

/** The state of containers is not in the data directory. */
async function forgetVolumes(input: StackOptionsInput): Promise<void> {
  const options = parseOptions(input);
  if (!usesContainers(options)) return;
  await forgetContainers({ dataDir: options.dataDir, volumes: true });
}

async function walkOn(s: ForegroundStack): Promise<WalkResult> {
  const { stack, recorder, options } = s;
  const { info } = stack;
  const providerKeys = Object.fromEntries(
    stack.manifest.providers.map(({ account }) => [account.address, account.key]),
  );
  const walked = await walk({ info, recorder, providerKeys }).catch((cause: unknown) => {
    throw new WalkFailedError({ step: recorder.current(), cause, dataDir: options.dataDir });
  });
  const { timings, ...rest } = walked;
  const pids = stack.supervisor.containerPids();
  return {
    ok: true,
    combination: combinationOf(options),
    fidelity: await readFidelity(info),
    containers: await describeContainers({ dataDir: options.dataDir, pids }),
    l1: info.l1,
    l2: info.l2,
    contracts: info.contracts,
    steps: recorder.steps,
    ...rest,
    timings: { ready: s.readyMs, ...timings },
    memory: s.memory(),
  };
}

/** The object that `--json` prints. */
export interface WalkResult extends Omit<Walk, 'timings'> {
  ok: true;
  combination: CombinationNames;
  /** Image and program of each container, by name. */
  containers: Record<string, ContainerFacts>;
  fidelity: Awaited<ReturnType<typeof readFidelity>>;
  l1: ForegroundStack['stack']['info']['l1'];
  l2: ForegroundStack['stack']['info']['l2'];
  contracts: ForegroundStack['stack']['info']['contracts'];
  steps: ForegroundStack['recorder']['steps'];
  timings: Walk['timings'] & { ready: number };
  memory: ReturnType<ForegroundStack['memory']>;
}

function print({ flags, output }: CommandContext, s: ForegroundStack, result: WalkResult): void {
  if (flags.json) {
    output.result(result, () => []);
    return;
  }
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const { timings, memory, batch, job } = result;
  output.line('');
  output.line(
    `Job ${job.id} is paid, batch ${batch.number} is settled on L1, the provider has its BIG back on L1.`,
  );
  output.line(
    `Ready after ${seconds(timings.ready)}, job paid after ${seconds(timings.job)}, settled after ${seconds(timings.settled)}, ` +
      `all after ${seconds(timings.total)}; ${Math.round(memory.peakPssBytes / 2 ** 20)} MiB at the peak.`,
  );
  for (const { provider, code } of job.declined) output.line(`Not chosen: ${provider} (${code}).`);
  if (flags.once) return;
  for (const line of [...describeStack(s.stack.info), ...nextCommands(s.stack.info)])
    output.line(line);
}
