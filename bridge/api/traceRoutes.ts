import type { Hash } from 'viem';
import { z } from 'zod';
import { TransferNotFoundError } from '../errors.ts';
import type { TraceStep } from '../service/TraceStep.ts';
import { type Trace, traceTransfer } from '../service/traceTransfer.ts';
import type { Deposit } from '../types.ts';
import type { ApiContext } from './ApiContext.ts';
import { defineRoute, type Route } from './defineRoute.ts';
import { hash } from './parameters.ts';
import { depositJson, depositSchema, waitingJson, waitingSchema } from './zkevmJson.ts';

const stepSchema = z.object({
  name: z.string(),
  done: z.boolean(),
  network_id: z.number(),
  tx_hash: z.string().optional(),
  block_num: z.string().optional(),
  time: z.number().optional().describe('Seconds since the epoch.'),
  value: z.string().optional(),
});

/** One transfer from its deposit to its claim, and what it waits for. */
export function traceRoutes(o: ApiContext): Route[] {
  return [
    defineRoute({
      dialect: 'service',
      path: '/trace/:tx_hash',
      summary: 'Every transfer of a transaction, a deposit or a claim, step by step.',
      params: z.object({ tx_hash: hash }),
      response: z.object({
        transfers: z.array(
          z.object({
            deposit: depositSchema,
            steps: z.array(stepSchema),
            waiting_for: waitingSchema.optional(),
          }),
        ),
      }),
      async handle({ params }) {
        const deposits = depositsOf(o, params.tx_hash);
        if (deposits.length === 0) throw new TransferNotFoundError({ txHash: params.tx_hash });
        const transfers = deposits.map(async (deposit) =>
          traceJson(await depositJson(o, deposit), await traceTransfer({ ...o, deposit })),
        );
        return { transfers: await Promise.all(transfers) };
      },
    }),
  ];
}

/** What a transaction deposited, or what was claimed by it. At most 25 of a large one. */
function depositsOf(o: ApiContext, txHash: Hash): Deposit[] {
  const claimed = o.store.claims
    .in(txHash)
    .map(({ sourceNetwork, depositCount }) => o.store.deposits.get(sourceNetwork, depositCount));
  const found = [...o.store.deposits.in(txHash), ...claimed];
  return found.filter((deposit) => deposit !== undefined).slice(0, 25);
}

function traceJson(deposit: z.input<typeof depositSchema>, trace: Trace) {
  const { steps, waitingFor } = trace;
  return {
    deposit,
    steps: steps.map(stepJson),
    ...(waitingFor ? { waiting_for: waitingJson(waitingFor) } : {}),
  };
}

function stepJson(step: TraceStep): z.input<typeof stepSchema> {
  const { name, done, network, txHash, block, time, value } = step;
  return {
    ...{ name, done, network_id: network },
    ...(txHash ? { tx_hash: txHash } : {}),
    ...(block === undefined ? {} : { block_num: String(block) }),
    ...(time === undefined ? {} : { time }),
    ...(value === undefined ? {} : { value }),
  };
}
