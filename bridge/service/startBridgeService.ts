import { createLogger, type Logger, type Loop, loop, type Service, startJsonApi } from '#core';
import { type BridgeStore, openStore } from '../store/openStore.ts';
import {
  type BridgeContracts,
  type ClaimProof,
  type Deposit,
  L2_GLOBAL_EXIT_ROOT,
} from '../types.ts';
import { bridgeRoutes } from './bridgeRoutes.ts';
import { Claimer, type ClaimerOptions } from './Claimer.ts';
import { connect } from './connect.ts';
import { createClaimability } from './createClaimability.ts';
import { createImportedLeaves, type ImportedLeaves } from './createImportedLeaves.ts';
import { createIndexer, type FollowedNetwork, type Indexer } from './createIndexer.ts';
import { getClaimProof } from './getClaimProof.ts';

export interface BridgeServiceOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: BridgeContracts;
  /** Also the L2's network id. */
  rollupId: number;
  /** First block of the L1 that may hold an event: the one that deployed the bridge. */
  l1GenesisBlock: bigint;
  /** Folder of the database; without it the service starts from scratch every time. */
  dataDir?: string;
  /** Claims deposits on the L2 for their receivers; off without it. */
  claimer?: ClaimerOptions;
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
  /** Absent when the service does not claim. */
  claimer?: Pick<Claimer, 'address' | 'status'>;
}

/**
 * Follows the bridge on both chains, serves proofs and, when told, claims deposits.
 * @throws PortInUseError
 */
export async function startBridgeService(o: BridgeServiceOptions): Promise<BridgeService> {
  const logger = o.logger ?? createLogger('bridge');
  const store = openStore({ dataDir: o.dataDir });
  const networks = new Map(followed(o).map((network) => [network.id, network]));
  const l2 = networks.get(o.rollupId) as FollowedNetwork;
  const indexers = new Map(
    [...networks].map(([id, network]) => [id, createIndexer({ network, store, logger })]),
  );
  const imported = createImportedLeaves({ network: l2, store });
  const claimability = createClaimability({
    store,
    networks,
    imported: new Map([[l2.id, imported]]),
  });
  const context = { store, networks, claimability };
  const api = await startJsonApi({
    host: o.host,
    port: o.port,
    routes: bridgeRoutes({ ...context, indexers }),
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  const claimer =
    o.claimer && new Claimer({ network: l2, store, claimability, logger, options: o.claimer });
  const jobs = follow({ ...o, logger, indexers, imported, claimer });
  return {
    name: 'bridge',
    url: api.url,
    getClaimProof: (id) => getClaimProof({ ...context, ...id }),
    ...(claimer ? { claimer } : {}),
    stop: stopOnce({ api, jobs, store }),
  };
}

function followed(o: BridgeServiceOptions): FollowedNetwork[] {
  const { bridge, globalExitRoot, rollupManager } = o.contracts;
  const { l2Bridge = bridge, l2GlobalExitRoot = L2_GLOBAL_EXIT_ROOT } = o.contracts;
  return [
    {
      id: 0,
      client: connect(o.l1RpcUrl),
      bridge,
      globalExitRoot,
      addresses: [bridge, globalExitRoot, rollupManager],
      genesisBlock: o.l1GenesisBlock,
    },
    {
      id: o.rollupId,
      client: connect(o.l2RpcUrl),
      bridge: l2Bridge,
      globalExitRoot: l2GlobalExitRoot,
      addresses: [l2Bridge],
      genesisBlock: 0n,
    },
  ];
}

/** One loop for each chain and one for the claimer, so that none of them waits for another. */
function follow(o: {
  pollMs?: number;
  logger: Logger;
  indexers: ReadonlyMap<number, Indexer>;
  imported: ImportedLeaves;
  claimer: Claimer | undefined;
}): Loop[] {
  const { logger, claimer, imported, pollMs = 250 } = o;
  const repeat = (name: string, intervalMs: number, run: () => Promise<void>): Loop =>
    loop({ name, intervalMs, run, logger });
  const claims = claimer && repeat('claimer', pollMs * 4, () => claimer.run());
  const chains = [...o.indexers].map(([id, indexer]) =>
    repeat(`network ${id}`, pollMs, async () => {
      await indexer.poll();
      if (id !== 0 && (await imported.refresh())) claims?.poke();
    }),
  );
  return claims ? [...chains, claims] : chains;
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
