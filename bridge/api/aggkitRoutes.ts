import { z } from 'zod';
import { bridgeAbi } from '../abi.ts';
import {
  InfoLeafNotFoundError,
  NetworkUnknownError,
  NoReorgError,
  NotCoveredError,
  NotReadyError,
} from '../errors.ts';
import { createShared } from '../service/createShared.ts';
import { firstLeafOver } from '../service/explainWait.ts';
import type { FollowedNetwork } from '../service/FollowedNetwork.ts';
import { findDeposit } from '../service/getClaimProof.ts';
import type { InfoLeaf } from '../types.ts';
import type { ApiContext } from './ApiContext.ts';
import {
  aggkitClaimJson,
  aggkitClaimSchema,
  bridgeJson,
  bridgeSchema,
  leafJson,
  leafSchema,
  mappingJson,
  mappingSchema,
} from './aggkitJson.ts';
import { defineRoute, type Route } from './defineRoute.ts';
import {
  address,
  globalIndex,
  networkIds,
  numberedPage,
  numberedPageOf,
  uint32,
} from './parameters.ts';

const dialect = 'aggkit';
const path = (name: string) => `/bridge/v1/${name}`;
const network_id = uint32.describe('0 the L1, n the rollup with id n.');

/** The HTTP API in the dialect of aggkit, whose numbers are numbers. */
export function aggkitRoutes(o: ApiContext): Route[] {
  return [...listRoutes(o), ...leafRoutes(o), ...stateRoutes(o)];
}

function listRoutes(o: ApiContext): Route[] {
  return [
    defineRoute({
      ...{ dialect, path: path('bridges'), summary: 'Deposits of a network, newest first.' },
      query: z.object({
        network_id,
        deposit_count: uint32.optional(),
        from_address: address.optional(),
        network_ids: networkIds.optional().describe('Only those to these networks.'),
        ...numberedPage,
      }),
      response: z.object({ bridges: z.array(bridgeSchema), count: z.number() }),
      handle({ query }) {
        const filter = {
          network: known(o, query.network_id).id,
          depositCount: query.deposit_count,
          sender: query.from_address,
          destinationNetworks: query.network_ids,
        };
        const deposits = o.store.deposits.from({ ...filter, ...numberedPageOf(query) });
        return { bridges: deposits.map(bridgeJson), count: o.store.deposits.countFrom(filter) };
      },
    }),
    defineRoute({
      ...{ dialect, path: path('claims'), summary: 'Claims on a network, newest first.' },
      query: z.object({
        network_id,
        network_ids: networkIds.optional().describe('Only deposits of these networks.'),
        global_index: globalIndex.optional(),
        ...numberedPage,
      }),
      response: z.object({ claims: z.array(aggkitClaimSchema), count: z.number() }),
      handle({ query }) {
        const filter = {
          network: known(o, query.network_id).id,
          sourceNetworks: query.network_ids,
          globalIndex: query.global_index,
        };
        const claims = o.store.claims.on({ ...filter, ...numberedPageOf(query) });
        return { claims: claims.map(aggkitClaimJson), count: o.store.claims.countOn(filter) };
      },
    }),
    defineRoute({
      ...{ dialect, path: path('token-mappings'), summary: 'Wrapped tokens of a network.' },
      query: z.object({ network_id, ...numberedPage }),
      response: z.object({ token_mappings: z.array(mappingSchema), count: z.number() }),
      handle({ query }) {
        const network = known(o, query.network_id).id;
        const tokens = o.store.wrappedTokens.on({ network, ...numberedPageOf(query) });
        const count = o.store.wrappedTokens.countOn(network);
        return { token_mappings: tokens.map(mappingJson), count };
      },
    }),
  ];
}

function leafRoutes(o: ApiContext): Route[] {
  const shared = createShared<InfoLeaf | undefined>();
  const leafIndex = {
    leaf_index: uint32.optional().describe('Of the L1 info tree.'),
    l1_info_tree_index: uint32.optional().describe('An older name of leaf_index.'),
  };
  return [
    defineRoute({
      ...{
        dialect,
        path: path('l1-info-tree-index'),
        summary: 'The first leaf of the L1 info tree that proves a deposit.',
      },
      query: z.object({ network_id, deposit_count: uint32 }),
      response: z.number(),
      async handle({ query: { network_id: network, deposit_count: depositCount } }) {
        const deposit = findDeposit({ ...o, network, depositCount });
        const leaf = firstLeafOver(o.store, deposit);
        if (leaf) return leaf.index;
        const reason = await o.claimability.explain(deposit);
        throw new NotReadyError({ network, depositCount, reason });
      },
    }),
    defineRoute({
      ...{
        dialect,
        path: path('injected-l1-info-leaf'),
        summary: 'The first leaf from an index on that is known on a network.',
      },
      query: z.object({ network_id, ...leafIndex }),
      response: leafSchema,
      async handle({ query }) {
        const { id } = known(o, query.network_id);
        const index = indexOf(query);
        const leaf = await (id === 0
          ? o.store.exitRoots.infoLeaf(index)
          : shared(`${id} ${index}`, async () => o.imported.get(id)?.firstFrom(index)));
        if (!leaf) throw new InfoLeafNotFoundError({ index, network: id });
        return leafJson(leaf);
      },
    }),
    defineRoute({
      ...{ dialect, path: path('claim-proof'), summary: 'Proof of a deposit in a leaf of choice.' },
      query: z.object({ network_id, deposit_count: uint32, ...leafIndex }),
      response: z.object({
        proof_local_exit_root: z.array(z.string()).readonly(),
        proof_rollup_exit_root: z.array(z.string()).readonly(),
        l1_info_tree_leaf: leafSchema,
      }),
      handle({ query }) {
        const { network_id: network, deposit_count: depositCount } = query;
        const deposit = findDeposit({ ...o, network, depositCount });
        const index = indexOf(query);
        const leaf = o.store.exitRoots.infoLeaf(index);
        if (!leaf) throw new InfoLeafNotFoundError({ index, network: 0 });
        const proof = o.claimability.proof(deposit, leaf);
        if (!proof) throw new NotCoveredError({ network, depositCount, leaf: index });
        return {
          proof_local_exit_root: proof.proofLocalExitRoot,
          proof_rollup_exit_root: proof.proofRollupExitRoot,
          l1_info_tree_leaf: leafJson(leaf),
        };
      },
    }),
  ];
}

const info = z.object({
  contract_deposit_count: z.number(),
  bridge_deposit_count: z.number(),
  is_synced: z.boolean(),
});

function stateRoutes(o: ApiContext): Route[] {
  const shared = createShared<z.input<typeof info>>();
  const sync = (network: FollowedNetwork) => shared(`${network.id}`, () => syncOf(o, network));
  return [
    defineRoute({
      ...{ dialect, path: path('last-reorg-event'), summary: 'The last reorg of a network.' },
      query: z.object({ network_id }),
      response: z.object({
        detected_at: z.number(),
        from_block: z.number(),
        to_block: z.number(),
      }),
      handle({ query }) {
        const network = known(o, query.network_id).id;
        const reorg = o.store.reorgs.last(network);
        if (!reorg) throw new NoReorgError({ network });
        const { detectedAt, fromBlock, toBlock } = reorg;
        return {
          detected_at: detectedAt,
          from_block: Number(fromBlock),
          to_block: Number(toBlock),
        };
      },
    }),
    defineRoute({
      ...{
        dialect,
        path: path('sync-status'),
        summary: 'Deposits that the contracts count, and that are indexed.',
      },
      query: z.object({ network_id: uint32.optional().describe('The L2 to tell of.') }),
      response: z.object({ l1_info: info, l2_info: info }),
      async handle({ query }) {
        const first = [...o.networks.keys()].find((id) => id !== 0) ?? 0;
        const l2 = known(o, query.network_id ?? first);
        const [l1_info, l2_info] = await Promise.all([sync(known(o, 0)), sync(l2)]);
        return { l1_info, l2_info };
      },
    }),
  ];
}

async function syncOf(o: ApiContext, { id, client, bridge: address }: FollowedNetwork) {
  const counted = await client.readContract({
    address,
    abi: bridgeAbi,
    functionName: 'depositCount',
  });
  const indexed = o.store.trees.leafCount(id);
  return {
    contract_deposit_count: Number(counted),
    bridge_deposit_count: indexed,
    is_synced: Number(counted) === indexed,
  };
}

function known(o: ApiContext, network: number): FollowedNetwork {
  const found = o.networks.get(network);
  if (!found) throw new NetworkUnknownError({ network, known: [...o.networks.keys()] });
  return found;
}

function indexOf(query: {
  leaf_index?: number | undefined;
  l1_info_tree_index?: number | undefined;
}) {
  return query.leaf_index ?? query.l1_info_tree_index ?? 0;
}
