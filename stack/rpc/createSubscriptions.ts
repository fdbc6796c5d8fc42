import { randomBytes } from 'node:crypto';
import { createLogger } from '#core';
import type { Mempool } from '../engine/mempoolTypes.ts';
import type { PooledTransaction } from '../engine/parsePooled.ts';
import type { DevChain, SealedBlock } from '../engine/types.ts';
import { formatPending } from './formatPending.ts';
import { type LogFilter, matchesLog, parseLogFilter, type RpcLog } from './logFilter.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';

/** The subscriptions of one connection. */
export interface Subscriber {
  /**
   * @returns the id of the new subscription
   * @throws RpcError
   */
  subscribe(params: unknown[]): string;
  /** False when there is none with that id. */
  unsubscribe(id: string): boolean;
  close(): void;
}

export interface Subscriptions {
  /** @param write sends a text to the connection */
  open(write: (text: string) => void): Subscriber;
  stop(): void;
}

type Wish =
  | { kind: 'newHeads' }
  | { kind: 'logs'; filter: LogFilter }
  | { kind: 'newPendingTransactions'; full: boolean };
type Listener = Wish & { notify: (result: unknown) => void };

const MOST_PER_CONNECTION = 1_000;
/** Blocks whose logs are remembered, to be taken back when the blocks are. */
const REMEMBERED_BLOCKS = 128;

/** `eth_subscribe`: newHeads, logs and newPendingTransactions of a dev chain, in order. */
export function createSubscriptions(o: { chain: DevChain; mempool: Mempool }): Subscriptions {
  const listeners = new Set<Listener>();
  const sentLogs = new Map<string, RpcLog[]>();
  let queue: Promise<void> = Promise.resolve();
  const log = createLogger('subscriptions');

  const later = (job: () => Promise<void> | void): void => {
    queue = queue.then(job).catch((error: unknown) => log.error({ err: error }, 'news lost'));
  };
  const stops = [
    o.chain.onBlock((block) => {
      if (listeners.size) later(() => tellBlock({ ...o, block, listeners, sentLogs }));
    }),
    o.chain.onRollback(({ removed }) => {
      for (const block of removed.toReversed()) {
        later(() => takeBack({ block, listeners, sentLogs }));
      }
    }),
    o.mempool.onAdd((transaction) => tellPending({ transaction, listeners })),
  ];
  return {
    open: (write) => openSubscriber({ write, listeners }),
    stop() {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}

function openSubscriber(o: {
  write: (text: string) => void;
  listeners: Set<Listener>;
}): Subscriber {
  const own = new Map<string, Listener>();
  return {
    subscribe(params) {
      const wish = parseWish(params);
      if (own.size >= MOST_PER_CONNECTION) {
        const message = `more than ${MOST_PER_CONNECTION} subscriptions on one connection`;
        throw new RpcError({ code: rpcErrorCode.limitExceeded, message });
      }
      const subscription = `0x${randomBytes(16).toString('hex')}`;
      const notify = (result: unknown): void => {
        const params = { subscription, result };
        o.write(JSON.stringify({ jsonrpc: '2.0', method: 'eth_subscription', params }));
      };
      const listener = { ...wish, notify };
      own.set(subscription, listener);
      o.listeners.add(listener);
      return subscription;
    },
    unsubscribe(id) {
      const listener = own.get(id);
      if (!listener) return false;
      o.listeners.delete(listener);
      return own.delete(id);
    },
    close() {
      for (const listener of own.values()) o.listeners.delete(listener);
      own.clear();
    },
  };
}

function parseWish([kind, detail]: unknown[]): Wish {
  switch (kind) {
    case 'newHeads':
      return { kind };
    case 'logs':
      return { kind, filter: parseLogFilter(detail) };
    case 'newPendingTransactions':
      return { kind, full: detail === true };
    default:
      throw new RpcError({
        code: rpcErrorCode.invalidParams,
        message: `no subscription ${JSON.stringify(kind)}: want newHeads, logs or newPendingTransactions`,
      });
  }
}

async function tellBlock(o: {
  chain: DevChain;
  block: SealedBlock;
  listeners: ReadonlySet<Listener>;
  sentLogs: Map<string, RpcLog[]>;
}): Promise<void> {
  const { chain, block } = o;
  const wanted = new Set([...o.listeners].map(({ kind }) => kind));
  const blockHash = block.hash;
  const header = wanted.has('newHeads')
    ? await chain.request<Record<string, unknown> | null>('eth_getBlockByHash', [blockHash, false])
    : null;
  const logs = wanted.has('logs')
    ? await chain.request<RpcLog[]>('eth_getLogs', [{ blockHash }])
    : [];
  remember({ sentLogs: o.sentLogs, blockHash, logs });
  const { transactions: _, uncles: __, size: ___, ...head } = header ?? {};
  for (const listener of o.listeners) {
    if (listener.kind === 'newHeads' && header) listener.notify(head);
    if (listener.kind === 'logs') tellLogs(listener, logs);
  }
}

function remember(o: { sentLogs: Map<string, RpcLog[]>; blockHash: string; logs: RpcLog[] }) {
  if (o.logs.length) o.sentLogs.set(o.blockHash, o.logs);
  const [oldest] = o.sentLogs.keys();
  if (oldest !== undefined && o.sentLogs.size > REMEMBERED_BLOCKS) o.sentLogs.delete(oldest);
}

function takeBack(o: {
  block: SealedBlock;
  listeners: ReadonlySet<Listener>;
  sentLogs: Map<string, RpcLog[]>;
}): void {
  const logs = (o.sentLogs.get(o.block.hash) ?? []).map((log) => ({ ...log, removed: true }));
  o.sentLogs.delete(o.block.hash);
  for (const listener of o.listeners) {
    if (listener.kind === 'logs') tellLogs(listener, logs.toReversed());
  }
}

function tellLogs(listener: Listener & { kind: 'logs' }, logs: readonly RpcLog[]): void {
  for (const log of logs) if (matchesLog(listener.filter, log)) listener.notify(log);
}

function tellPending(o: { transaction: PooledTransaction; listeners: ReadonlySet<Listener> }) {
  for (const listener of o.listeners) {
    if (listener.kind !== 'newPendingTransactions') continue;
    listener.notify(listener.full ? formatPending(o.transaction) : o.transaction.hash);
  }
}
