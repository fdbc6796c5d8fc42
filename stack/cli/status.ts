import { resolve } from 'node:path';
import { StackNotRunningError } from '../errors.ts';
import { chainOf, publicClientOf } from '../run/clients.ts';
import { isAlive } from '../session/processStart.ts';
import type { StackInfo } from '../session/StackInfo.ts';
import { requireSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

interface Status {
  pid: number;
  l1: { block: string };
  l2: { block: string; batch: string; virtualBatch: string; verifiedBatch: string };
  processes: Record<string, { pid: number; alive: boolean }>;
  /** What the aggregator says, with the reason when settlement does not go on. */
  aggregator: unknown;
  sequenceSender: unknown;
}

/** Heights, processes and the state of settlement. */
export async function status({ options, output }: CommandContext): Promise<number> {
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info, pid } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const now = { pid, ...(await readStatus(info)) };
  output.result({ ok: true, ...now, info }, () => describe(now));
  return 0;
}

async function readStatus(info: StackInfo): Promise<Omit<Status, 'pid'>> {
  const l1 = publicClientOf(chainOf({ layer: 'l1', id: info.l1.chainId, rpcUrl: info.l1.rpc }));
  const l2 = publicClientOf(chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc }));
  const zkevm = async (name: string) =>
    BigInt(
      (await l2.request({ method: `zkevm_${name}`, params: [] } as never)) as string,
    ).toString();
  const [l1Block, l2Block, batch, virtualBatch, verifiedBatch, aggregator, sequenceSender] =
    await Promise.all([
      l1.getBlockNumber(),
      l2.getBlockNumber(),
      zkevm('batchNumber'),
      zkevm('virtualBatchNumber'),
      zkevm('verifiedBatchNumber'),
      fetch(`${info.aggregator.url}/status`).then((r) => r.json()),
      fetch(`${info.sequenceSender.url}/status`).then((r) => r.json()),
    ]);
  const processes = Object.entries(info.processes).map(([name, pid]) => {
    return [name, { pid, alive: isAlive({ pid, startedAt: undefined }) }] as const;
  });
  return {
    l1: { block: l1Block.toString() },
    l2: { block: l2Block.toString(), batch, virtualBatch, verifiedBatch },
    processes: Object.fromEntries(processes),
    aggregator,
    sequenceSender,
  };
}

function describe(s: Status): string[] {
  const { l1, l2 } = s;
  return [
    `L1         block ${l1.block}`,
    `L2         block ${l2.block}, batch ${l2.batch} open, ${l2.virtualBatch} sequenced, ${l2.verifiedBatch} verified`,
    `aggregator ${JSON.stringify(s.aggregator)}`,
    `sequencing ${JSON.stringify(s.sequenceSender)}`,
    ...Object.entries(s.processes).map(
      ([name, { pid, alive }]) =>
        `process    ${name.padEnd(16)} ${pid} ${alive ? 'running' : 'DEAD'}`,
    ),
  ];
}
