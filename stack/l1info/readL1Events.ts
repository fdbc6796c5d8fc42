import type { Address, Hex, Log, PublicClient } from 'viem';
import type { L1Contracts } from '../L1Contracts.ts';
import { settlementEvents } from './abi.ts';
import { L1ReorgError } from './errors.ts';
import { type L1Event, parseSettlementLogs, toL1Events } from './parseEvents.ts';
import { readForcedData } from './readForcedData.ts';
import type { L1BlockRef } from './types.ts';

/**
 * What the settlement contracts say in a range of blocks, both ends included.
 * @throws L1ReorgError when a block is replaced while it is read
 * @throws L1InfoMismatchError
 */
export async function readL1Events(o: {
  client: PublicClient;
  contracts: Pick<L1Contracts, 'globalExitRoot' | 'rollup' | 'rollupManager'>;
  rollupId: number;
  from: bigint;
  to: bigint;
}): Promise<L1Event[]> {
  const { client, contracts, rollupId } = o;
  const logs = parseSettlementLogs(await getLogs(o));
  const numbers = [...new Set(logs.map((log) => log.blockNumber))];
  const blocks = await Promise.all(
    numbers.map((blockNumber) => client.getBlock({ blockNumber, includeTransactions: false })),
  );
  const headers = new Map(
    blocks.map((b) => [b.number, { ...toRef(b), parentHash: b.parentHash }] as const),
  );
  for (const log of logs) assertSameBlock({ log, header: headers.get(log.blockNumber) });
  const events = toL1Events({ logs, rollupId, headerOf: (n) => headers.get(n)! });
  return Promise.all(
    events.map(async (event) => {
      if (event.type !== 'forced' || event.forced.transactions !== '0x') return event;
      const forced = await readForcedData({ client, rollup: contracts.rollup, ...event });
      return { ...event, forced };
    }),
  );
}

export function toRef(block: {
  number: bigint | null;
  hash: Hex | null;
  timestamp: bigint;
}): L1BlockRef {
  return { number: block.number!, hash: block.hash!, timestamp: block.timestamp };
}

function assertSameBlock(o: {
  log: { blockNumber: bigint; blockHash: Hex };
  header: L1BlockRef | undefined;
}): void {
  if (o.header?.hash === o.log.blockHash) return;
  const { blockNumber, blockHash: known } = o.log;
  throw new L1ReorgError({ blockNumber, known, found: o.header?.hash });
}

async function getLogs(o: {
  client: PublicClient;
  contracts: Pick<L1Contracts, 'globalExitRoot' | 'rollup' | 'rollupManager'>;
  from: bigint;
  to: bigint;
}): Promise<Log<bigint, number, false>[]> {
  const { globalExitRoot, rollup, rollupManager } = o.contracts;
  const address: Address[] = [globalExitRoot, rollup, rollupManager];
  return o.client.getLogs({
    address,
    events: settlementEvents,
    fromBlock: o.from,
    toBlock: o.to,
  }) as Promise<Log<bigint, number, false>[]>;
}
