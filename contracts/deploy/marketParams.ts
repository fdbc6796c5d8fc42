import type { Address } from 'viem';

/** The market's own terms, fixed at deployment. Shares in hundredths of a percent, amounts in wei of BIG. */
export interface MarketTerms {
  /** Time an assigned provider has to ack, seconds. */
  ackSeconds: number;
  /** Scheduler's share of what the price stays below the maximum. */
  savingsShareBps: number;
  /** User's share of a lapsed bond. */
  userSlashBps: number;
  /** Rescuer's share of a lapsed bond; the treasury has the rest. */
  rescuerSlashBps: number;
  /** What a provider loses when it does not ack. */
  noAckPenalty: bigint;
  /** What a scheduler locks per proposal, and loses when its provider does not ack. */
  schedulerBond: bigint;
}

/** Least active stake per role, wei of BIG; more than 0. */
export interface StakeMinimums {
  provider: bigint;
  scheduler: bigint;
  validator: bigint;
  sequencer: bigint;
}

export interface MarketParams {
  /** Chain id of the L1 this L2 settles on; development keys are accepted for 1337 and 31337 only. */
  l1ChainId: number;
  /** Lists programs, opens roles, appoints stake managers. */
  owner: Address;
  /** Credited with penalties and unclaimed shares of bonds; the owner by default. */
  treasury?: Address;
  stakeMinimums: StakeMinimums;
  /** Time between leaving a role and having the stake back. */
  unbondingSeconds: bigint;
  /** Overrides of `DEFAULT_MARKET_TERMS`. */
  terms?: Partial<MarketTerms>;
  /** Wei of BIG per gas. */
  gasPrice: bigint;
}

/** Ack within 30 s; a tenth of the savings; a lapsed bond is split 40/30/30; small penalties before the ack. */
export const DEFAULT_MARKET_TERMS: MarketTerms = {
  ackSeconds: 30,
  savingsShareBps: 1_000,
  userSlashBps: 4_000,
  rescuerSlashBps: 3_000,
  noAckPenalty: 10n ** 17n,
  schedulerBond: 10n ** 17n,
};
