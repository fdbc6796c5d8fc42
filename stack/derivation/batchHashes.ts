import { type Hex, zeroHash } from 'viem';
import { accInputHash } from '../batch/index.ts';
import type { InjectedBatch, SequencedBatch } from '../l1info/index.ts';

/** The first link of the hash chain over batch inputs. */
export function injectedAccInputHash(injected: InjectedBatch): Hex {
  return accInputHash({
    previous: zeroHash,
    transactions: injected.transactions,
    l1InfoRoot: injected.globalExitRoot,
    timestamp: injected.timestamp,
    coinbase: injected.sequencer,
    forcedBlockHash: injected.blockHash,
  });
}

/** The link of a batch that was sequenced, normal or forced. */
export function sequencedAccInputHash(o: { previous: Hex; batch: SequencedBatch }): Hex {
  const { transactions, coinbase, limits, forced } = o.batch;
  return accInputHash({
    previous: o.previous,
    transactions,
    coinbase,
    l1InfoRoot: forced?.globalExitRoot ?? limits.l1InfoRoot,
    timestamp: forced?.timestamp ?? limits.maxTimestamp,
    forcedBlockHash: forced?.blockHash ?? zeroHash,
  });
}
