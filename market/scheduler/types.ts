import type { Address, Hex } from 'viem';
import type { Logger } from '#core';
import type { MarketContracts } from '#market/sdk';

export interface SchedulerConfig {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l2RpcUrl: string;
  contracts: MarketContracts;
  /** Private key: sends proposals. */
  key: Hex;
  /** Wei of BIG this node stakes for itself, as soon as it has them. */
  stakeWei?: bigint;
  /** Milliseconds between looks at the chain; 250 unless told. */
  pollMs?: number;
  /** Milliseconds a provider has to answer; 2,000 unless told. */
  quoteTimeoutMs?: number;
  /** Milliseconds until providers are asked again for a job that none could take; 2,000 unless told. */
  requoteMs?: number;
  /** Wei of BIG per gas; the node's suggestion unless told. */
  gasPriceWei?: bigint;
  logger?: Logger;
}

/** What became of one provider in one round of quotes. */
export interface Decision {
  provider: Address;
  endpoint: string;
  verdict: 'accepted' | 'declined';
  /** `OFFERED`, a provider's decline code, or one of the scheduler's own. */
  code: string;
  detail: Record<string, unknown>;
  /** Who declined: the provider itself, or the scheduler after its own checks. */
  by: 'provider' | 'scheduler';
}

/** The last round of quotes for a job. */
export interface JobDecisions {
  jobId: bigint;
  attempt: number;
  decisions: Decision[];
  /** The provider proposed, and the transaction that did. */
  chosen?: { provider: Address; price: bigint; txHash: Hex };
}
