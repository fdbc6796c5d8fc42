import { createPublicClient, http } from 'viem';
import { isAlive } from '../session/processStart.ts';
import type { StackInfo } from '../session/StackInfo.ts';

/** Milliseconds that a part of the stack may take to answer. */
const TIMEOUT_MS = 5_000;

/** What a part answers, or why it does not: one that is away or frozen must not hide the others. */
export type Answer<T> = T | { unanswered: string };

export interface StackStatus {
  l1: Answer<{ block: string }>;
  l2: Answer<{ block: string; batch: string; virtualBatch: string; verifiedBatch: string }>;
  processes: Record<string, { pid: number; alive: boolean }>;
  /** What the aggregator says, with the reason when settlement does not go on. */
  aggregator: Answer<unknown>;
  sequenceSender: Answer<unknown>;
  /** What is forced on L1 and not sequenced, by a validator's account. */
  forced: Answer<unknown>;
}

/** Asks every part of a stack at once. Never throws because of one that does not answer. */
export async function readStatus(info: StackInfo): Promise<StackStatus> {
  const json = (url: string | undefined) =>
    fetch(`${url}/status`, { signal: AbortSignal.timeout(TIMEOUT_MS) }).then((r) => r.json());
  const [l1, l2, aggregator, sequenceSender, forced] = await Promise.all([
    answer(heights(info.l1.rpc, { block: 'eth_blockNumber' })),
    answer(
      heights(info.l2.rpc, {
        block: 'eth_blockNumber',
        batch: 'zkevm_batchNumber',
        virtualBatch: 'zkevm_virtualBatchNumber',
        verifiedBatch: 'zkevm_verifiedBatchNumber',
      }),
    ),
    // A cdk-node has no status of its own: what it does is seen in the batches.
    info.aggregator && answer(json(info.aggregator.url)),
    info.sequenceSender && answer(json(info.sequenceSender.url)),
    // Forced batches are followed by validators: where there are none, nobody takes one.
    info.validators[0] &&
      answer(json(info.validators[0].url).then((s) => (s as { forced?: unknown }).forced)),
  ]);
  const processes = Object.entries(info.processes).map(([name, pid]) => {
    return [name, { pid, alive: isAlive({ pid, startedAt: undefined }) }] as const;
  });
  return {
    ...{ l1, l2, aggregator, sequenceSender, forced },
    processes: Object.fromEntries(processes),
  };
}

/** True when every part that was asked has answered. */
export function allAnswer(status: StackStatus): boolean {
  const { processes: _, ...parts } = status;
  return Object.values(parts).every((part) => !isUnanswered(part));
}

/**
 * True when no process and no container has ended or is frozen. A stack goes on without a validator, a
 * provider or the scheduler: whether it is whole is told here alone.
 */
export function allRun(o: {
  processes: StackStatus['processes'];
  /** State of each, in the engine's words. */
  containers: Readonly<Record<string, string>>;
}): boolean {
  return (
    Object.values(o.processes).every(({ alive }) => alive) &&
    Object.values(o.containers).every((state) => state === 'running')
  );
}

export function isUnanswered(part: unknown): part is { unanswered: string } {
  return typeof part === 'object' && part !== null && 'unanswered' in part;
}

async function heights<K extends string>(
  url: string,
  methods: Record<K, string>,
): Promise<Record<K, string>> {
  const client = createPublicClient({
    transport: http(url, { timeout: TIMEOUT_MS, retryCount: 0 }),
  });
  const names = Object.keys(methods) as K[];
  const values: unknown[] = await Promise.all(
    names.map((name) => client.request({ method: methods[name], params: [] } as never)),
  );
  return Object.fromEntries(
    names.map((name, i) => [name, BigInt(String(values[i])).toString()]),
  ) as Record<K, string>;
}

async function answer<T>(asked: Promise<T>): Promise<Answer<T>> {
  try {
    return await asked;
  } catch (error) {
    const { shortMessage, message } = error as { shortMessage?: string; message?: string };
    return { unanswered: shortMessage ?? message ?? String(error) };
  }
}
