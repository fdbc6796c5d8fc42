import { define } from './define.ts';
import type { Hook, HookMetric } from './types.ts';

/** Counts what passes the points of the sequencer, for `GET /metrics`. */
export function metrics(): Hook {
  const counts = {
    admitted: 0,
    blocks: 0,
    transactions: 0,
    imported: 0,
    reorgs: 0,
    sequenced: 0n,
    verified: 0n,
  };
  return define({
    name: 'metrics',
    points: {
      admission() {
        counts.admitted += 1;
        return { accept: true };
      },
      blockSealed({ transactionHashes }) {
        counts.blocks += 1;
        counts.transactions += transactionHashes.length;
      },
      l1InfoImported() {
        counts.imported += 1;
      },
      reorgSeen() {
        counts.reorgs += 1;
      },
      batchSequenced({ lastBatch }) {
        counts.sequenced = lastBatch;
      },
      batchVerified({ lastBatch }) {
        counts.verified = lastBatch;
      },
    },
    metrics: () => [
      counter(
        'transactions_asked_total',
        'Transactions that asked for admission.',
        counts.admitted,
      ),
      counter('blocks_sealed_total', 'Blocks made by this process.', counts.blocks),
      counter('transactions_included_total', 'Transactions in them.', counts.transactions),
      counter('l1_info_imported_total', 'Leaves of the L1 info tree imported.', counts.imported),
      counter('l1_reorgs_total', 'Reorganisations of the L1 seen.', counts.reorgs),
      gauge('batch_sequenced', 'Newest batch on L1.', counts.sequenced),
      gauge('batch_verified', 'Newest batch proven on L1.', counts.verified),
    ],
  });
}

function counter(name: string, help: string, value: number): HookMetric {
  return { name, help, type: 'counter', value };
}

function gauge(name: string, help: string, value: bigint): HookMetric {
  return { name, help, type: 'gauge', value };
}
