import { callApi } from '#bridge';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { connectBridge } from './connectBridge.ts';
import { hexOf } from './parse.ts';

interface Step {
  name: string;
  done: boolean;
  network_id: number;
  tx_hash?: string;
  block_num?: string;
  /** Seconds since the epoch. */
  time?: number;
  value?: string;
}

interface Transfer {
  deposit: { network_id: number; deposit_cnt: string; dest_net: number; amount: string };
  steps: Step[];
  waiting_for?: { code: string; message: string; estimated_seconds: number | null };
}

/** Follows what a transaction sent, step by step. */
export async function trace({ argument, flags, output }: BridgeCommandContext): Promise<number> {
  const connection = await connectBridge(flags);
  try {
    const hash = hexOf(argument ?? '', '<tx>', 32);
    const url = await connection.ourApi();
    await connection.synced();
    const { transfers } = await callApi<{ transfers: Transfer[] }>(`${url}/trace/${hash}`);
    output.result({ ok: true, transfers }, () => transfers.flatMap(describe));
    return 0;
  } finally {
    await connection.close();
  }
}

function describe({ deposit, steps, waiting_for: waiting }: Transfer): string[] {
  const { network_id, deposit_cnt, dest_net, amount } = deposit;
  const begin = steps.find((step) => step.time !== undefined)?.time ?? 0;
  return [
    `Deposit ${deposit_cnt} of network ${network_id} to network ${dest_net}, ${amount} of the smallest unit`,
    ...steps.map((step) => line(step, begin)),
    waiting
      ? `${waiting.code}: ${waiting.message}${estimate(waiting.estimated_seconds)}`
      : (steps.at(-1)?.done ?? false)
        ? 'It is claimed.'
        : 'It can be claimed now.',
  ];
}

function line(step: Step, begin: number): string {
  // The clocks of two chains may differ by a little.
  const seconds = step.time === undefined ? undefined : Math.max(0, step.time - begin);
  const after = seconds === undefined ? '' : `+${seconds} s`;
  const place = step.block_num ? `block ${step.block_num}` : '';
  const facts = [step.value, place, step.tx_hash && `tx ${step.tx_hash}`].filter(Boolean);
  const where = step.network_id === 0 ? 'L1' : `L2/${step.network_id}`;
  const mark = step.done ? '✔' : '·';
  return `${mark} ${step.name.padEnd(17)} ${where.padEnd(5)} ${after.padStart(7)}  ${facts.join('  ')}`;
}

function estimate(seconds: number | null): string {
  return seconds === null ? '' : ` About ${seconds} s from now.`;
}
