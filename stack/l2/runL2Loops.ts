import { BaseError, type Logger, loop } from '#core';
import { ChainDivergedError } from '../derivation/index.ts';
import { EngineFailedError } from '../engine/errors.ts';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { BlockRules } from './batchRules.ts';
import type { L1Alignment } from './createL1Alignment.ts';
import type { createLock } from './createLock.ts';
import type { Sequencer } from './createSequencer.ts';
import type { BatchSources } from './describeBatch.ts';
import { StateRootMismatchError } from './errors.ts';

export interface L2LoopsOptions extends BatchSources {
  sequencer: Sequencer;
  alignment: L1Alignment;
  lock: ReturnType<typeof createLock>;
  intervalMs: number;
  rules: Pick<BlockRules, 'mode'>;
  mempool: Pick<Mempool, 'onAdd'>;
  /** Called after each look at L1. */
  news: () => Promise<void>;
  logger: Logger;
}

/**
 * Keeps the node going: one loop reads L1, the other makes blocks, so that an L1 that is slow or
 * away does not stop the L2. A chain that L1 contradicts makes no more blocks.
 */
export function runL2Loops(o: L2LoopsOptions): {
  failure(): Error | undefined;
  stop(): Promise<void>;
} {
  let failure: Error | undefined;
  const halt = (error: Error): void => {
    if (!failure) o.logger.fatal({ err: error }, 'the node makes no more blocks');
    failure ??= error;
  };
  const onError = (doing: string) => {
    const report = reporter({ logger: o.logger, doing });
    return (error: unknown): void => {
      if (isFinal(error)) halt(error);
      else report(error);
    };
  };
  const l1 = loop({
    name: 'l2 l1 reader',
    intervalMs: o.intervalMs,
    onError: onError('reading L1'),
    run: () => readL1(o),
  });
  const blocks = loop({
    name: 'l2 sequencer',
    intervalMs: o.intervalMs,
    // A full block must not put off the next one.
    between: 'starts',
    onError: onError('making a block'),
    run: async () => {
      if (!failure) await o.lock(() => o.sequencer.turn());
    },
  });
  const stopPoking =
    o.rules.mode === 'interval' ? () => undefined : o.mempool.onAdd(() => blocks.poke());
  return {
    failure: () => failure,
    async stop() {
      stopPoking();
      await Promise.all([l1.stop(), blocks.stop()]);
    },
  };
}

function isFinal(error: unknown): error is Error {
  return (
    error instanceof ChainDivergedError ||
    error instanceof StateRootMismatchError ||
    error instanceof EngineFailedError
  );
}

async function readL1(o: L2LoopsOptions): Promise<void> {
  await o.follower.poll();
  await o.news();
  // Compares what was sequenced with what this node made; nothing may be added meanwhile.
  if (o.alignment.isDue()) await o.lock(() => o.alignment.align());
  const verified = o.follower.verifications().at(-1);
  if (!verified || verified.lastBatch > o.derivation.lastBatch()) return;
  const local = o.derivation.batch(verified.lastBatch).stateRoot;
  if (local === verified.stateRoot) return;
  const { lastBatch: batch, stateRoot: onL1, aggregator } = verified;
  throw new StateRootMismatchError({ batch, onL1, local, aggregator });
}

/** Logs a failure when it is new, not again at every turn. */
function reporter(o: { logger: Logger; doing: string }): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const message = error instanceof BaseError ? error.code : String(error);
    if (message !== last) o.logger.warn({ err: error }, `${o.doing} failed; trying again`);
    last = message;
  };
}
