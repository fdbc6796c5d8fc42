import { getAddress, isAddress } from 'viem';
import type { ApiRoutes } from '#core';
import { InvalidParameterError } from '../errors.ts';
import type { BridgeStore } from '../store/openStore.ts';
import { globalIndexOf } from '../tree/globalIndex.ts';
import type { Claim, Deposit } from '../types.ts';
import type { Claimability } from './createClaimability.ts';
import type { Indexer } from './createIndexer.ts';
import { findDeposit, getClaimProof } from './getClaimProof.ts';

/** Version that `/api` answers with: the dialect of zkevm-bridge-service, first version. */
const API_VERSION = 'v1';
const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 100;

export interface BridgeRoutesContext {
  store: BridgeStore;
  claimability: Claimability;
  /** Every network that is followed. */
  networks: ReadonlyMap<number, unknown>;
  indexers: ReadonlyMap<number, Indexer>;
}

/**
 * The HTTP API, in the dialect of zkevm-bridge-service: snake_case, uint64 as decimal strings.
 * A deposit that cannot be claimed yet also has `waiting_for: {code, message}`.
 */
export function bridgeRoutes(o: BridgeRoutesContext): ApiRoutes {
  return {
    'GET /api': () => ({ api: API_VERSION, implementation: 'bigfile-devkit' }),
    'GET /sync': () => ({ sync: [...o.indexers].map(([id, indexer]) => syncOf(id, indexer)) }),
    'GET /bridges/:address': async ({ params, query }) => {
      const filter = {
        destinationAddress: addressOf(params['address'] ?? null),
        network: query.has('net_id') ? uint32(query, 'net_id') : undefined,
        destinationNetwork: query.has('dest_net') ? uint32(query, 'dest_net') : undefined,
      };
      const deposits = o.store.deposits.of({ ...filter, ...pageOf(query) });
      return {
        deposits: await Promise.all(deposits.map((deposit) => depositJson(o, deposit))),
        total_cnt: String(o.store.deposits.countOf(filter)),
      };
    },
    'GET /bridge': async ({ query }) => ({
      deposit: await depositJson(o, findDeposit({ ...o, ...depositIdOf(query) })),
    }),
    'GET /merkle-proof': async ({ query }) => {
      const { proof } = await getClaimProof({ ...o, ...depositIdOf(query) });
      return {
        proof: {
          merkle_proof: proof.proofLocalExitRoot,
          rollup_merkle_proof: proof.proofRollupExitRoot,
          main_exit_root: proof.mainnetExitRoot,
          rollup_exit_root: proof.rollupExitRoot,
        },
      };
    },
    'GET /claims/:address': ({ params, query }) => {
      const destinationAddress = addressOf(params['address'] ?? null);
      const claims = o.store.claims.to({ destinationAddress, ...pageOf(query) });
      const total = o.store.claims.countTo(destinationAddress);
      return { claims: claims.map(claimJson), total_cnt: String(total) };
    },
  };
}

function syncOf(network: number, indexer: Indexer) {
  const { head, indexed } = indexer.progress();
  const remaining = head > indexed ? head - indexed : 0n;
  const percentage = head > 0n ? Number(((head - remaining) * 10_000n) / head) / 100 : 100;
  return {
    network_id: network,
    percentage,
    remaining_blocks: String(remaining),
    synced: remaining === 0n,
  };
}

async function depositJson(o: BridgeRoutesContext, deposit: Deposit) {
  const claim = o.store.claims.of({
    network: deposit.destinationNetwork,
    sourceNetwork: deposit.network,
    depositCount: deposit.depositCount,
  });
  const ready = o.claimability.isReady(deposit);
  return {
    leaf_type: deposit.leafType,
    orig_net: deposit.originNetwork,
    orig_addr: deposit.originAddress,
    amount: String(deposit.amount),
    dest_net: deposit.destinationNetwork,
    dest_addr: deposit.destinationAddress,
    block_num: String(deposit.blockNumber),
    deposit_cnt: String(deposit.depositCount),
    network_id: deposit.network,
    tx_hash: deposit.txHash,
    claim_tx_hash: claim?.txHash ?? '',
    metadata: deposit.metadata,
    ready_for_claim: ready,
    global_index: String(globalIndexOf(deposit)),
    ...(ready ? {} : { waiting_for: await o.claimability.explain(deposit) }),
  };
}

function claimJson(claim: Claim) {
  return {
    index: String(claim.depositCount),
    orig_net: claim.originNetwork,
    orig_addr: claim.originAddress,
    amount: String(claim.amount),
    network_id: claim.network,
    dest_addr: claim.destinationAddress,
    block_num: String(claim.blockNumber),
    tx_hash: claim.txHash,
    rollup_index: String(Math.max(0, claim.sourceNetwork - 1)),
    mainnet_flag: claim.sourceNetwork === 0,
    global_index: String(claim.globalIndex),
  };
}

function addressOf(value: string | null) {
  if (value !== null && isAddress(value, { strict: false })) return getAddress(value);
  throw new InvalidParameterError({
    name: 'address',
    value,
    expected: 'an address, 0x and 40 hex',
  });
}

function depositIdOf(query: URLSearchParams) {
  return { network: uint32(query, 'net_id'), depositCount: uint32(query, 'deposit_cnt') };
}

function pageOf(query: URLSearchParams) {
  const limit = query.has('limit') ? uint32(query, 'limit') : DEFAULT_LIMIT;
  return {
    offset: query.has('offset') ? uint32(query, 'offset') : 0,
    limit: Math.min(limit, MAX_LIMIT),
  };
}

function uint32(query: URLSearchParams, name: string): number {
  const value = query.get(name);
  const number = value !== null && /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number < 2 ** 32) return number;
  throw new InvalidParameterError({ name, value, expected: 'a whole number from 0 to 2^32 - 1' });
}
