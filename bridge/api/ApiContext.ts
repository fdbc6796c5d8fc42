import type { Claimer } from '../service/Claimer.ts';
import type { Claimability } from '../service/createClaimability.ts';
import type { ImportedLeaves } from '../service/createImportedLeaves.ts';
import type { Indexer } from '../service/createIndexer.ts';
import type { FollowedNetwork } from '../service/FollowedNetwork.ts';
import type { BridgeStore } from '../store/openStore.ts';

/** What the routes answer from. */
export interface ApiContext {
  store: BridgeStore;
  claimability: Claimability;
  /** Every network that is followed. */
  networks: ReadonlyMap<number, FollowedNetwork>;
  indexers: ReadonlyMap<number, Indexer>;
  /** For every network but the L1. */
  imported: ReadonlyMap<number, ImportedLeaves>;
  claimers: ReadonlyMap<number, Claimer>;
}
