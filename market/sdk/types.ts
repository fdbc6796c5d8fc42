import type { Address, Hex } from 'viem';

/** Where the marketplace lives on the L2. */
export interface MarketContracts {
  jobMarket: Address;
  stakeVault: Address;
  programRegistry: Address;
  providerRegistry: Address;
  /** First block that can hold an event of theirs; 0 unless told. */
  deploymentBlock?: bigint;
}

/** States of a job by the number the contract gives them. */
export const JOB_STATES = [
  'NONE',
  'OPEN',
  'PROPOSED',
  'ASSIGNED',
  'ACKED',
  'RESCUABLE',
  'FULFILLED',
  'CANCELLED',
  'EXPIRED',
  'VOID',
] as const;
export type JobState = (typeof JOB_STATES)[number];

/** States that a job never leaves. */
export const FINAL_STATES: readonly JobState[] = ['FULFILLED', 'CANCELLED', 'EXPIRED', 'VOID'];

/** Roles of the stake vault that the marketplace knows. */
export type MarketRole = 'PROVIDER' | 'SCHEDULER';

/** What a job asks of a machine; what is left out does not matter. */
export interface HardwareNeeds {
  /** Exact class, at most 32 ASCII characters; empty accepts any. */
  hwClass: string;
  minVramMiB: number;
  minMemoryMiB: number;
  minCores: number;
}

/** What a provider declares about its machine. */
export interface HardwareRecord {
  /** At most 32 ASCII characters. */
  hwClass: string;
  vramMiB: number;
  memoryMiB: number;
  cores: number;
}

export interface ProviderRecord extends HardwareRecord {
  /** Account credited with the earnings. */
  payout: Address;
  /** URL of the provider's API. */
  endpoint: string;
}

/** A job as the market stores it. Amounts in wei of BIG, times in unix seconds of the L2. */
export interface Job {
  jobId: bigint;
  user: Address;
  state: JobState;
  /** From 1. */
  attempt: number;
  maxAttempts: number;
  /** Proposed, assigned or paid provider; the zero address while OPEN. */
  provider: Address;
  scheduler: Address;
  verifier: Address;
  programId: Hex;
  needs: HardwareNeeds;
  maxPrice: bigint;
  minPrice: bigint;
  schedulerFee: bigint;
  minBond: bigint;
  price: bigint;
  bond: bigint;
  openedAt: bigint;
  windowEnd: bigint;
  ackBy: bigint;
  assignBy: bigint;
  fulfilBy: bigint;
  finalBy: bigint;
  inputCommitment: bigint;
  inputDigest: Hex;
  requestHash: Hex;
  offerHash: Hex;
}

/** A provider's offer, as it signs it. Amounts in wei of BIG. */
export interface ProviderOffer {
  provider: Address;
  programId: Hex;
  /** The only job it is for; 0 for any of the program. */
  jobId: bigint;
  price: bigint;
  bond: bigint;
  maxJobs: number;
  epoch: bigint;
  /** Last second it may be proposed, unix time of the L2. */
  validUntil: bigint;
  salt: Hex;
}

export interface SignedOffer {
  offer: ProviderOffer;
  signature: Hex;
}
