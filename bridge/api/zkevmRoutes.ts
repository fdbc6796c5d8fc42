import type { Hex } from 'viem';
import { z } from 'zod';
import {
  ExitRootUnknownError,
  NetworkUnknownError,
  NotCoveredError,
  WrappedTokenNotFoundError,
} from '../errors.ts';
import { findDeposit, getClaimProof } from '../service/getClaimProof.ts';
import type { ApiContext } from './ApiContext.ts';
import { defineRoute, type Route } from './defineRoute.ts';
import { address, hash, leafType, offsetPage, pageOf, uint32 } from './parameters.ts';
import {
  claimJson,
  claimSchema,
  depositJson,
  depositSchema,
  proofJson,
  proofSchema,
  wrappedJson,
  wrappedSchema,
} from './zkevmJson.ts';

/** Version that `/api` answers with: the dialect of zkevm-bridge-service, first version. */
const API_VERSION = 'v1';
const dialect = 'zkevm-bridge-service';

const depositsSchema = z.object({ deposits: z.array(depositSchema), total_cnt: z.string() });
const depositId = z.object({
  net_id: uint32.describe('Network of the deposit: 0 the L1, n the rollup with id n.'),
  deposit_cnt: uint32,
});

/**
 * The HTTP API in the dialect of zkevm-bridge-service: snake_case, uint64 as decimal strings.
 * A deposit that cannot be claimed yet also has `waiting_for: {code, message, estimated_seconds}`.
 */
export function zkevmRoutes(o: ApiContext): Route[] {
  return [...listRoutes(o), ...depositRoutes(o), ...proofRoutes(o)];
}

function listRoutes(o: ApiContext): Route[] {
  return [
    defineRoute({
      ...{
        dialect,
        path: '/bridges/:dest_addr',
        summary: 'Deposits for a receiver, newest first.',
      },
      params: z.object({ dest_addr: address }),
      query: z.object({
        net_id: uint32.optional().describe('Only those made on this network.'),
        dest_net: uint32.optional().describe('Only those to this network.'),
        ...offsetPage,
      }),
      response: depositsSchema,
      async handle({ params, query }) {
        const filter = {
          destinationAddress: params.dest_addr,
          network: query.net_id,
          destinationNetwork: query.dest_net,
        };
        const deposits = o.store.deposits.of({ ...filter, ...pageOf(query) });
        return {
          deposits: await Promise.all(deposits.map((deposit) => depositJson(o, deposit))),
          total_cnt: String(o.store.deposits.countOf(filter)),
        };
      },
    }),
    defineRoute({
      ...{ dialect, path: '/pending-bridges', summary: 'Deposits that are ready and not claimed.' },
      query: z.object({
        dest_net: uint32,
        dest_addr: address.optional(),
        leaf_type: leafType.optional().describe('0 assets, 1 messages; both unless told.'),
        ...offsetPage,
      }),
      response: depositsSchema,
      async handle({ query }) {
        assertKnown(o, query.dest_net);
        const { deposits, total } = o.store.deposits.pending({
          destinationNetwork: query.dest_net,
          destinationAddress: query.dest_addr,
          leafType: query.leaf_type,
          ready: readyOn(o, query.dest_net),
          ...pageOf(query),
        });
        return {
          deposits: await Promise.all(deposits.map((deposit) => depositJson(o, deposit))),
          total_cnt: String(total),
        };
      },
    }),
    defineRoute({
      ...{ dialect, path: '/claims/:dest_addr', summary: 'Claims for a receiver, newest first.' },
      params: z.object({ dest_addr: address }),
      query: z.object(offsetPage),
      response: z.object({ claims: z.array(claimSchema), total_cnt: z.string() }),
      handle({ params: { dest_addr: destinationAddress }, query }) {
        const claims = o.store.claims.to({ destinationAddress, ...pageOf(query) });
        const total = o.store.claims.countTo(destinationAddress);
        return { claims: claims.map(claimJson), total_cnt: String(total) };
      },
    }),
  ];
}

function depositRoutes(o: ApiContext): Route[] {
  return [
    defineRoute({
      ...{ dialect, path: '/api', summary: 'Version of the API.' },
      response: z.object({ api: z.string(), implementation: z.string() }),
      handle: () => ({ api: API_VERSION, implementation: 'bigfile-devkit' }),
    }),
    defineRoute({
      ...{ dialect, path: '/bridge', summary: 'One deposit.' },
      query: depositId,
      response: z.object({ deposit: depositSchema }),
      handle: async ({ query }) => ({
        deposit: await depositJson(o, findDeposit({ ...o, ...idOf(query) })),
      }),
    }),
    defineRoute({
      ...{ dialect, path: '/tokenwrapped', summary: 'The wrapped form of a token.' },
      query: z.object({
        orig_token_addr: address,
        orig_net: uint32,
        net_id: uint32.optional().describe('Where it is wrapped; the lowest unless told.'),
      }),
      response: z.object({ tokenwrapped: wrappedSchema }),
      handle({ query }) {
        const { orig_net: originNetwork, orig_token_addr: originAddress, net_id: network } = query;
        const tokens = o.store.wrappedTokens.of({ originNetwork, originAddress });
        const token = tokens.find((t) => network === undefined || t.network === network);
        if (!token) throw new WrappedTokenNotFoundError({ originNetwork, originAddress });
        return { tokenwrapped: wrappedJson(token) };
      },
    }),
  ];
}

function proofRoutes(o: ApiContext): Route[] {
  const prove = async (id: { network: number; depositCount: number }) =>
    proofJson((await getClaimProof({ ...o, ...id })).proof);
  return [
    defineRoute({
      ...{ dialect, path: '/merkle-proof', summary: 'What a claim of a deposit needs.' },
      query: depositId,
      response: proofSchema,
      handle: ({ query }) => prove(idOf(query)),
    }),
    defineRoute({
      ...{ dialect, path: '/v2/merkle-proof', summary: 'The same, with other names.' },
      query: z.object({ network_id: uint32, deposit_count: uint32 }),
      response: proofSchema,
      handle: ({ query }) =>
        prove({ network: query.network_id, depositCount: query.deposit_count }),
    }),
    defineRoute({
      ...{
        dialect,
        path: '/merkle-proof-by-ger',
        summary: 'Against a global exit root of choice.',
      },
      query: depositId.extend({ ger: hash }),
      response: proofSchema,
      handle({ query }) {
        const deposit = findDeposit({ ...o, ...idOf(query) });
        return proofJson(proofBy(o, { deposit, globalExitRoot: query.ger }));
      },
    }),
  ];
}

function proofBy(
  o: ApiContext,
  { deposit, globalExitRoot }: { deposit: ReturnType<typeof findDeposit>; globalExitRoot: Hex },
) {
  const leaf = o.store.exitRoots.infoLeafByRoot(globalExitRoot);
  if (!leaf) throw new ExitRootUnknownError({ globalExitRoot });
  const proof = o.claimability.proof(deposit, leaf);
  if (!proof) throw new NotCoveredError({ ...deposit, leaf: leaf.index });
  return proof;
}

/** Per source, how many of its deposits can be claimed on a network. */
function readyOn(o: ApiContext, destination: number) {
  return [...o.networks.keys()]
    .filter((source) => source !== destination)
    .map((source) => ({
      source,
      below: o.claimability.root({ source, destination })?.leafCount ?? 0,
    }));
}

function assertKnown(o: ApiContext, network: number): void {
  if (!o.networks.has(network)) {
    throw new NetworkUnknownError({ network, known: [...o.networks.keys()] });
  }
}

function idOf(query: { net_id: number; deposit_cnt: number }) {
  return { network: query.net_id, depositCount: query.deposit_cnt };
}
