import { createLogger, type Logger, type Loop, loop, type Service, startJsonApi } from '#core';
import { bridgeApi } from '../api/bridgeApi.ts';
import { NetworkUnknownError } from '../errors.ts';
import { type BridgeStore, openStore } from '../store/openStore.ts';
import type { ClaimProof, Deposit } from '../types.ts';
import { Claimer, type ClaimerOptions } from './Claimer.ts';
import { type Claimability, createClaimability } from './createClaimability.ts';
import { createImportedLeaves, type ImportedLeaves } from './createImportedLeaves.ts';
import { createIndexer, type Indexer } from './createIndexer.ts';
import {
  type FollowedNetwork,
  followedNetworks,
  type L1NetworkOptions,
  type RollupNetworkOptions,
} from './FollowedNetwork.ts';
import { getClaimProof } from './getClaimProof.ts';

export interface BridgeServiceOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l1: L1NetworkOptions;
  /** At least one. */
  rollups: readonly RollupNetworkOptions[];
  /** Folder of the database; without it the service starts from scratch every time. */
  dataDir?: string;
  /** Claim deposits for their receivers, one for each network where that is wanted. */
  claimers?: readonly ClaimerOptions[];
  /** Milliseconds between two looks at the chains; 250 unless told. */
  pollMs?: number;
  logger?: Logger;
}

export interface BridgeService extends Service {
  url: string;
  getClaimProof(o: {
    network: number;
    depositCount: number;
  }): Promise<{ deposit: Deposit; proof: ClaimProof }>;
  /** By the network on which they claim. */
  claimers: ReadonlyMap<number, Pick<Claimer, 'address' | 'status'>>;
}

/**
 * Follows the bridge on the L1 and on any number of rollups, serves proofs and, when told, claims
 * deposits.
 * @throws PortInUseError
 * @throws NetworkUnknownError for a claimer on a network that is not among the others
 */
export async function startBridgeService(o: BridgeServiceOptions): Promise<BridgeService> {
  const logger = o.logger ?? createLogger('bridge');
  const networks = followedNetworks(o);
  const store = openStore(o);
  try {
    const parts = createParts({ ...o, logger, networks, store });
    const { claimability, claimers } = parts;
    const context = { store, networks, claimability };
    const routes = bridgeApi({ ...context, ...parts });
    const api = await startJsonApi({ host: o.host, port: o.port, routes });
    const jobs = follow({ ...parts, pollMs: o.pollMs ?? 250, logger });
    return {
      name: 'bridge',
      url: api.url,
      getClaimProof: (id) => getClaimProof({ ...context, ...id }),
      claimers,
      stop: stopOnce({ api, jobs, store }),
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

interface Parts {
  indexers: ReadonlyMap<number, Indexer>;
  /** For every network but the L1. */
  imported: ReadonlyMap<number, ImportedLeaves>;
  claimability: Claimability;
  claimers: ReadonlyMap<number, Claimer>;
}

function createParts(o: {
  networks: ReadonlyMap<number, FollowedNetwork>;
  store: BridgeStore;
  logger: Logger;
  claimers?: readonly ClaimerOptions[];
}): Parts {
  const { networks, store, logger } = o;
  const all = [...networks.values()];
  const imported = new Map(
    all
      .filter(({ id }) => id !== 0)
      .map((network) => [network.id, createImportedLeaves({ network, store })]),
  );
  const claimability = createClaimability({ store, networks, imported });
  const known = [...networks.keys()];
  const claimers = (o.claimers ?? []).map((options) => {
    const network = networks.get(options.destination);
    if (!network) throw new NetworkUnknownError({ network: options.destination, known });
    return new Claimer({ network, known, store, claimability, logger, options });
  });
  return {
    indexers: new Map(
      all.map((network) => [network.id, createIndexer({ network, store, logger })]),
    ),
    imported,
    claimability,
    claimers: new Map(claimers.map((claimer) => [claimer.destination, claimer])),
  };
}

/** One loop for each chain and one for each claimer, so that none of them waits for another. */
function follow(o: Parts & { pollMs: number; logger: Logger }): Loop[] {
  const { logger, pollMs } = o;
  const claims = new Map(
    [...o.claimers].map(([id, claimer]) => [
      id,
      loop({ name: `claimer ${id}`, intervalMs: pollMs * 4, run: () => claimer.run(), logger }),
    ]),
  );
  const chains = [...o.indexers].map(([id, indexer]) =>
    loop({
      name: `network ${id}`,
      intervalMs: pollMs,
      logger,
      async run() {
        const indexed = await indexer.poll();
        const arrived = await (o.imported.get(id)?.refresh() ?? indexed);
        if (arrived) claims.get(id)?.poke();
      },
    }),
  );
  return [...chains, ...claims.values()];
}

function stopOnce(o: {
  api: { stop(): Promise<void> };
  jobs: readonly Loop[];
  store: BridgeStore;
}): () => Promise<void> {
  let stopped: Promise<void> | undefined;
  return () => {
    stopped ??= (async () => {
      await Promise.all([o.api.stop(), ...o.jobs.map((job) => job.stop())]);
      o.store.close();
    })();
    return stopped;
  };
}
