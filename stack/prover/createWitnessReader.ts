import { type Hex, BaseError as ViemError } from 'viem';
import { waitFor } from '#core';
import { rpc } from '../components/rpc.ts';
import { WitnessUnavailableError } from './errors.ts';

/** The part of the state that a batch touches, as the L2 node tells it. */
export type WitnessReader = (batch: bigint, signal: AbortSignal) => Promise<Hex>;

/** cdk-erigon makes one at a time and turns others away meanwhile. */
const BUSY = /busy/i;

/**
 * Reads witnesses from an L2 node (`zkevm_getBatchWitness`, trimmed), one after another.
 * @param o.timeoutMs longest time that a busy node is asked again; 600,000 unless told
 * @throws WitnessUnavailableError from the reader, with the node's own words
 */
export function createWitnessReader(o: { rpcUrl: string; timeoutMs?: number }): WitnessReader {
  let line: Promise<unknown> = Promise.resolve();
  const ask = (batch: bigint): Promise<{ witness: Hex } | { reason: string } | undefined> =>
    rpc<Hex>(o.rpcUrl, 'zkevm_getBatchWitness', [Number(batch), 'trimmed']).then(
      (witness) => ({ witness }),
      (error: unknown) => {
        const reason = error instanceof ViemError ? error.details : String(error);
        return BUSY.test(reason) ? undefined : { reason };
      },
    );
  const read: WitnessReader = async (batch, signal) => {
    const found = await waitFor({
      what: `the witness of batch ${batch}`,
      ...{ timeoutMs: o.timeoutMs ?? 600_000, intervalMs: 1_000, signal },
      check: () => ask(batch),
    });
    if ('witness' in found) return found.witness;
    throw new WitnessUnavailableError({ batch, rpcUrl: o.rpcUrl, reason: found.reason });
  };
  return (batch, signal) => {
    const turn = line.then(() => read(batch, signal));
    line = turn.catch(() => undefined);
    return turn;
  };
}
