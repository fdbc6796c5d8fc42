import type { Address } from 'viem';

/** The settlement contracts on L1, as every service takes them. */
export interface L1Contracts {
  pol: Address;
  big: Address;
  bridge: Address;
  globalExitRoot: Address;
  rollupManager: Address;
  rollup: Address;
  batchVerifier: Address;
  /** Block of the L1 before which none of them has an event. */
  deploymentBlock: bigint;
}
