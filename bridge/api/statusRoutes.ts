import { z } from 'zod';
import type { ApiRoutes, Metric } from '#core';
import { prometheusText } from '#core';
import type { ApiContext } from './ApiContext.ts';
import { defineRoute, type Route } from './defineRoute.ts';

/** What the service says of itself: how far it is, and how its claimers are. */
export function statusRoutes(o: ApiContext): Route[] {
  return [
    defineRoute({
      ...{ dialect: 'zkevm-bridge-service', path: '/sync', summary: 'How far each network is.' },
      response: z.object({
        sync: z.array(
          z.object({
            network_id: z.number(),
            percentage: z.number(),
            remaining_blocks: z.string(),
            synced: z.boolean(),
          }),
        ),
      }),
      handle: () => ({ sync: [...o.indexers.keys()].map((id) => syncOf(o, id)) }),
    }),
    defineRoute({
      ...{ dialect: 'service', path: '/status', summary: 'Networks, claimers and their balances.' },
      response: z.object({
        networks: z.array(
          z.object({
            network_id: z.number(),
            head: z.string(),
            indexed: z.string(),
            deposits: z.number(),
            newest_info_leaf: z.number().nullable().describe('Known there, of the L1 info tree.'),
          }),
        ),
        claimers: z.array(z.unknown()),
      }),
      handle: () => ({
        networks: [...o.indexers].map(([id, indexer]) => ({
          network_id: id,
          head: String(indexer.progress().head),
          indexed: String(indexer.progress().indexed),
          deposits: o.store.trees.leafCount(id),
          newest_info_leaf: leafOn(o, id) ?? null,
        })),
        claimers: [...o.claimers.values()].map((claimer) => claimer.status()),
      }),
    }),
  ];
}

/** `GET /metrics` for Prometheus. */
export function metricsRoute(o: ApiContext): ApiRoutes {
  return { 'GET /metrics': () => prometheusText([...networkMetrics(o), ...claimerMetrics(o)]) };
}

function networkMetrics(o: ApiContext): Metric[] {
  const gauge = (name: string, help: string, value: (id: number) => number | bigint): Metric[] =>
    [...o.indexers.keys()].map((id) => ({
      ...{ name: `bridge_${name}`, help, type: 'gauge', value: value(id) },
      labels: { network: String(id) },
    }));
  const progress = (id: number) => o.indexers.get(id)?.progress() ?? { head: 0n, indexed: 0n };
  return [
    ...gauge('head_block', 'Newest block of the chain.', (id) => progress(id).head),
    ...gauge('indexed_block', 'Newest block that is indexed.', (id) => progress(id).indexed),
    ...gauge('deposits', 'Deposits that are indexed.', (id) => o.store.trees.leafCount(id)),
    ...gauge('info_leaf', 'Newest known leaf of the L1 info tree.', (id) => leafOn(o, id) ?? -1),
  ];
}

function claimerMetrics(o: ApiContext): Metric[] {
  const gauge = (
    name: string,
    help: string,
    value: (status: ReturnType<typeof statusOf>) => number | bigint,
  ): Metric[] =>
    [...o.claimers.values()].map((claimer) => ({
      ...{ name: `bridge_claimer_${name}`, help, type: 'gauge', value: value(statusOf(claimer)) },
      labels: { network: String(claimer.destination) },
    }));
  const statusOf = (claimer: { status(): ReturnType<NonNullable<ClaimerLike>['status']> }) =>
    claimer.status();
  return [
    ...gauge('balance_wei', 'What the claimer can pay with.', (s) => s.balance ?? 0n),
    ...gauge('balance_low', '1 when it is below the alarm.', (s) => (s.alarm ? 1 : 0)),
    ...gauge('in_flight', 'Claims that are sent and not settled.', (s) => s.inFlight),
    ...gauge('failing', 'Deposits whose claim failed.', (s) => s.failing.length),
  ];
}

type ClaimerLike = ApiContext['claimers'] extends ReadonlyMap<number, infer C> ? C : never;

function leafOn(o: ApiContext, id: number): number | undefined {
  return (id === 0 ? o.store.exitRoots.infoLeaf() : o.imported.get(id)?.latest())?.index;
}

function syncOf(o: ApiContext, network: number) {
  const { head, indexed } = o.indexers.get(network)?.progress() ?? { head: 0n, indexed: 0n };
  // Before its first look the indexer knows of no block at all.
  const looked = head >= (o.networks.get(network)?.genesisBlock ?? 0n);
  const remaining = head > indexed ? head - indexed : 0n;
  const done = head > 0n ? Number(((head - remaining) * 10_000n) / head) / 100 : 100;
  return {
    network_id: network,
    percentage: looked ? done : 0,
    remaining_blocks: String(remaining),
    // What can be claimed follows from the exit roots that have arrived, not from the blocks alone.
    synced: looked && remaining === 0n && (o.imported.get(network)?.isCurrent() ?? true),
  };
}
