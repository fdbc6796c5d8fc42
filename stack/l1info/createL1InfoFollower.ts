import type { Address, Hex, Log, PublicClient } from 'viem';
import type { L1Contracts } from '../L1Contracts.ts';
import { settlementEvents } from './abi.ts';
import { createL1Client } from './createL1Client.ts';
import { L1ReorgError } from './errors.ts';
import { type L1Event, parseSettlementLogs, toL1Events } from './parseEvents.ts';
import type { InjectedBatch, L1BlockRef, L1InfoLeaf, L1Sequence, L1Verification } from './types.ts';

export interface L1InfoFollowerOptions {
  /** A client, or the URL of an RPC endpoint. */
  l1: PublicClient | string;
  contracts: Pick<L1Contracts, 'globalExitRoot' | 'rollup' | 'rollupManager' | 'deploymentBlock'>;
  rollupId: number;
  /** L1 blocks to wait for before an event counts; 0 on a dev chain. */
  depth?: number;
  /** First block to read; the deployment block unless told. */
  fromBlock?: bigint;
  /** Most blocks in one request for logs; 10,000 unless told. */
  blockRange?: bigint;
}

export interface L1InfoFollower {
  /**
   * Reads what the L1 has gained, up to `depth` blocks below its head. One at a time, callers queue.
   * @returns the head of the L1, which is not the last block read when `depth` is above 0
   * @throws L1ReorgError
   * @throws L1InfoMismatchError
   * @throws RollbackError
   */
  poll(): Promise<L1BlockRef>;
  /** Head of the L1 at the last poll. */
  head(): L1BlockRef | undefined;
  /** The next block to read: a later follower can start from it. */
  nextBlock(): bigint;
  leaf(index: number): L1InfoLeaf | undefined;
  lastLeaf(): L1InfoLeaf | undefined;
  leafOf(globalExitRoot: Hex): L1InfoLeaf | undefined;
  injected(): InjectedBatch | undefined;
  /** In the order of L1. */
  sequences(): readonly L1Sequence[];
  /** In the order of L1. */
  verifications(): readonly L1Verification[];
}

interface Facts {
  leaves: Map<number, L1InfoLeaf>;
  byRoot: Map<Hex, L1InfoLeaf>;
  last?: L1InfoLeaf;
  injected?: InjectedBatch;
  sequences: L1Sequence[];
  verifications: L1Verification[];
}

/** Follows the settlement contracts on L1: info tree, sequences, verifications. Memory only. */
export function createL1InfoFollower(o: L1InfoFollowerOptions): L1InfoFollower {
  const client = typeof o.l1 === 'string' ? createL1Client(o.l1) : o.l1;
  const facts: Facts = {
    leaves: new Map(),
    byRoot: new Map(),
    sequences: [],
    verifications: [],
  };
  const depth = BigInt(o.depth ?? 0);
  let next = o.fromBlock ?? o.contracts.deploymentBlock;
  let lastRead: L1BlockRef | undefined;
  let head: L1BlockRef | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const poll = async (): Promise<L1BlockRef> => {
    const found = toRef(await client.getBlock({ blockTag: 'latest' }));
    const unchanged = head?.hash === found.hash;
    if (!unchanged && lastRead) await assertStillThere({ client, block: lastRead });
    while (!unchanged && next + depth <= found.number) {
      const to = min(next + (o.blockRange ?? 10_000n) - 1n, found.number - depth);
      const events = await readEvents({ ...o, client, from: next, to });
      const read = to === found.number ? found : toRef(await client.getBlock({ blockNumber: to }));
      for (const event of events) record(facts, event);
      lastRead = read;
      next = to + 1n;
    }
    head = found;
    return found;
  };

  return {
    poll() {
      const turn = queue.then(poll);
      queue = turn.catch(() => undefined);
      return turn;
    },
    head: () => head,
    nextBlock: () => next,
    leaf: (index) => facts.leaves.get(index),
    lastLeaf: () => facts.last,
    leafOf: (globalExitRoot) => facts.byRoot.get(globalExitRoot),
    injected: () => facts.injected,
    sequences: () => facts.sequences,
    verifications: () => facts.verifications,
  };
}

function record(facts: Facts, event: L1Event): void {
  if (event.type === 'leaf') {
    facts.leaves.set(event.leaf.index, event.leaf);
    facts.byRoot.set(event.leaf.globalExitRoot, event.leaf);
    facts.last = event.leaf;
  } else if (event.type === 'injected') facts.injected = event.injected;
  else if (event.type === 'sequence') facts.sequences.push(event.sequence);
  else facts.verifications.push(event.verification);
}

async function assertStillThere(o: { client: PublicClient; block: L1BlockRef }): Promise<void> {
  const found = await o.client.getBlock({ blockNumber: o.block.number });
  if (found.hash === o.block.hash) return;
  const { number: blockNumber, hash: known } = o.block;
  throw new L1ReorgError({ blockNumber, known, found: found.hash });
}

async function readEvents(
  o: L1InfoFollowerOptions & { client: PublicClient; from: bigint; to: bigint },
): Promise<L1Event[]> {
  const { client, from, to, contracts, rollupId } = o;
  const addresses: Address[] = [
    contracts.globalExitRoot,
    contracts.rollup,
    contracts.rollupManager,
  ];
  const logs = parseSettlementLogs(await getLogs({ client, addresses, from, to }));
  const numbers = [...new Set(logs.map((log) => log.blockNumber))];
  const blocks = await Promise.all(
    numbers.map((blockNumber) => client.getBlock({ blockNumber, includeTransactions: false })),
  );
  const headers = new Map(
    blocks.map((b) => [b.number, { ...toRef(b), parentHash: b.parentHash }] as const),
  );
  for (const log of logs) assertSameBlock({ log, header: headers.get(log.blockNumber) });
  return toL1Events({ logs, rollupId, headerOf: (n) => headers.get(n)! });
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
  addresses: Address[];
  from: bigint;
  to: bigint;
}): Promise<Log<bigint, number, false>[]> {
  return o.client.getLogs({
    address: o.addresses,
    events: settlementEvents,
    fromBlock: o.from,
    toBlock: o.to,
  }) as Promise<Log<bigint, number, false>[]>;
}

function toRef(block: { number: bigint | null; hash: Hex | null; timestamp: bigint }): L1BlockRef {
  return { number: block.number!, hash: block.hash!, timestamp: block.timestamp };
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
