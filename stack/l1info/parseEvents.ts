import { concatHex, type Hex, keccak256, type Log, parseEventLogs } from 'viem';
import { settlementEvents } from './abi.ts';
import { L1InfoMismatchError } from './errors.ts';
import type {
  ForcedBatch,
  InjectedBatch,
  L1BlockRef,
  L1InfoLeaf,
  L1Rollback,
  L1Sequence,
  L1Verification,
} from './types.ts';

export type L1Event =
  | { type: 'leaf'; leaf: L1InfoLeaf }
  | { type: 'injected'; injected: InjectedBatch }
  | { type: 'sequence'; sequence: L1Sequence }
  | { type: 'verification'; verification: L1Verification }
  | { type: 'forced'; forced: ForcedBatch }
  | { type: 'rollback'; rollback: L1Rollback };

type ParsedLog = ReturnType<typeof parseSettlementLogs>[number];
type LogOf<N extends ParsedLog['eventName']> = Extract<ParsedLog, { eventName: N }>;

export type HeaderOf = (blockNumber: bigint) => L1BlockRef & { parentHash: Hex };

/** Names the events of interest among the logs, in order. */
export function parseSettlementLogs(logs: Log<bigint, number, false>[]) {
  return parseEventLogs({ abi: settlementEvents, logs, strict: true });
}

/**
 * Turns logs into facts. A leaf is rebuilt as cdk-erigon does, from `UpdateL1InfoTree` and the
 * header of its block, and then compared with `UpdateL1InfoTreeV2`.
 * @throws L1InfoMismatchError
 */
export function toL1Events(o: {
  logs: ParsedLog[];
  rollupId: number;
  headerOf: HeaderOf;
}): L1Event[] {
  const events: L1Event[] = [];
  let roots: LogOf<'UpdateL1InfoTree'> | undefined;
  for (const log of o.logs) {
    if (log.eventName === 'UpdateL1InfoTree') roots = log;
    else if (log.eventName === 'UpdateL1InfoTreeV2') {
      if (roots) events.push({ type: 'leaf', leaf: toLeaf({ ...o, roots, tree: log }) });
    } else events.push(...toRollupEvents({ ...o, log }));
  }
  return events;
}

function toLeaf(o: {
  roots: LogOf<'UpdateL1InfoTree'>;
  tree: LogOf<'UpdateL1InfoTreeV2'>;
  headerOf: HeaderOf;
}): L1InfoLeaf {
  const { mainnetExitRoot, rollupExitRoot } = o.roots.args;
  const header = o.headerOf(o.roots.blockNumber);
  const index = o.tree.args.leafCount - 1;
  const { minTimestamp, blockhash, currentL1InfoRoot } = o.tree.args;
  if (minTimestamp !== header.timestamp) {
    const facts = { expected: header.timestamp, actual: minTimestamp };
    throw new L1InfoMismatchError({ leaf: index, what: 'timestamp', ...facts });
  }
  if (blockhash !== BigInt(header.parentHash)) {
    const facts = { expected: header.parentHash, actual: blockhash.toString(16) };
    throw new L1InfoMismatchError({ leaf: index, what: 'block hash', ...facts });
  }
  return {
    index,
    mainnetExitRoot,
    rollupExitRoot,
    globalExitRoot: keccak256(concatHex([mainnetExitRoot, rollupExitRoot])),
    blockHash: header.parentHash,
    timestamp: header.timestamp,
    blockNumber: header.number,
    l1InfoRoot: currentL1InfoRoot,
  };
}

function toRollupEvents(o: { log: ParsedLog; rollupId: number; headerOf: HeaderOf }): L1Event[] {
  const { log } = o;
  const at = { blockNumber: log.blockNumber, transactionHash: log.transactionHash };
  switch (log.eventName) {
    case 'InitialSequenceBatches': {
      const { transactions, lastGlobalExitRoot: globalExitRoot, sequencer } = log.args;
      const { timestamp, parentHash: blockHash } = o.headerOf(log.blockNumber);
      const injected = { transactions, globalExitRoot, sequencer, timestamp, blockHash, ...at };
      return [{ type: 'injected', injected }];
    }
    case 'SequenceBatches': {
      const { numBatch: lastBatch, l1InfoRoot } = log.args;
      return [{ type: 'sequence', sequence: { kind: 'normal', lastBatch, l1InfoRoot, ...at } }];
    }
    case 'SequenceForceBatches': {
      const sequence = { kind: 'forced', lastBatch: log.args.numBatch, ...at } as const;
      return [{ type: 'sequence', sequence }];
    }
    case 'VerifyBatchesTrustedAggregator': {
      const { rollupID, numBatch: lastBatch, stateRoot, exitRoot, aggregator } = log.args;
      if (rollupID !== o.rollupId) return [];
      const verification = { lastBatch, stateRoot, localExitRoot: exitRoot, aggregator, ...at };
      return [{ type: 'verification', verification }];
    }
    case 'ForceBatch': {
      const { timestamp, parentHash: blockHash } = o.headerOf(log.blockNumber);
      const { forceBatchNum: number, lastGlobalExitRoot: globalExitRoot } = log.args;
      const { sequencer: sender, transactions } = log.args;
      const origin = { number, sender, transactions };
      return [
        { type: 'forced', forced: { ...origin, globalExitRoot, timestamp, blockHash, ...at } },
      ];
    }
    case 'RollbackBatches':
      return [{ type: 'rollback', rollback: { targetBatch: log.args.targetBatch, ...at } }];
    default:
      return [];
  }
}
