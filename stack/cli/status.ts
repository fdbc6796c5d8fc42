import { resolve } from 'node:path';
import { listContainers } from '../containers/listContainers.ts';
import { StackNotRunningError } from '../errors.ts';
import { requireSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';
import { allAnswer, allRun, isUnanswered, readStatus, type StackStatus } from './readStatus.ts';

/**
 * Heights, processes and the state of settlement.
 * @returns 1 when a part of the stack does not answer, or does not run
 */
export async function status({ options, output }: CommandContext): Promise<number> {
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info, pid, containers = [] } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const gone = Object.fromEntries(containers.map((name) => [name, 'gone']));
  const now = {
    ...(await readStatus(info)),
    containers: { ...gone, ...(await listContainers(dataDir)) },
  };
  const ok = allAnswer(now) && allRun(now);
  output.result({ ok, pid, ...now, info }, () => describe(now));
  return ok ? 0 : 1;
}

function describe(s: StackStatus & { containers: Record<string, string> }): string[] {
  const { l1, l2 } = s;
  const away = (part: { unanswered: string }) => `no answer: ${part.unanswered}`;
  return [
    `L1         ${isUnanswered(l1) ? away(l1) : `block ${l1.block}`}`,
    `L2         ${
      isUnanswered(l2)
        ? away(l2)
        : `block ${l2.block}, batch ${l2.batch} open, ${l2.virtualBatch} sequenced, ${l2.verifiedBatch} verified`
    }`,
    `aggregator ${JSON.stringify(s.aggregator)}`,
    `sequencing ${JSON.stringify(s.sequenceSender)}`,
    `forced     ${JSON.stringify(s.forced)}`,
    ...Object.entries(s.processes).map(
      ([name, { pid, alive }]) =>
        `process    ${name.padEnd(16)} ${pid} ${alive ? 'running' : 'DEAD'}`,
    ),
    ...Object.entries(s.containers).map(
      ([name, state]) => `container  ${name.padEnd(16)} ${state}`,
    ),
  ];
}
