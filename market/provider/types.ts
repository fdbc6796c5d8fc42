import type { Address, Hex } from 'viem';
import type { Logger } from '#core';
import type { HardwareRecord, Job, MarketClient, MarketContracts, SignedOffer } from '#market/sdk';
import type { OpenPrograms } from './openPrograms.ts';
import type { SandboxLimits } from './sandbox/types.ts';

export interface ProviderConfig {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** URL that schedulers reach this node at; the one it listens at unless told. */
  publicUrl?: string;
  l2RpcUrl: string;
  contracts: MarketContracts;
  /** Private key: signs offers and sends transactions. */
  key: Hex;
  hardware: HardwareRecord;
  pricing: {
    /** Wei of BIG per job. */
    perJob: bigint;
    /** Wei of BIG of the stake to answer with per job; the job's least unless told. */
    bond?: bigint;
  };
  /** Account credited with the earnings; the key's own unless told. */
  payout?: Address;
  /** Wei of BIG this node stakes for itself, as soon as it has them; it then registers too. */
  stakeWei?: bigint;
  /** Programs it runs, shipped ones by name, others by folder; all shipped ones unless told. */
  programs?: readonly string[];
  /** Folder of the built circuits. */
  cacheDir: string;
  limits?: Partial<SandboxLimits>;
  /** Jobs it takes at a time; 1 unless told. */
  slots?: number;
  /** Milliseconds between looks at the chain; 250 unless told. */
  pollMs?: number;
  /** Wei of BIG per gas; the node's suggestion unless told. */
  gasPriceWei?: bigint;
  logger?: Logger;
}

/** Why a provider does not offer. */
export type DeclineCode =
  | 'JOB_NOT_OPEN'
  | 'PROGRAM_UNKNOWN'
  | 'NOT_REGISTERED'
  | 'HARDWARE_CLASS'
  | 'HARDWARE_VRAM'
  | 'HARDWARE_MEMORY'
  | 'HARDWARE_CORES'
  | 'PRICE_ABOVE_MAX'
  | 'BOND_ABOVE_STAKE'
  | 'FAILED_BEFORE'
  | 'BUSY';

export interface Decline {
  code: DeclineCode;
  /** What the provider has, or asks. */
  have: string | number | bigint;
  /** What the job wants, or allows. */
  want: string | number | bigint;
}

/** Answer to `POST /quote`. */
export type Quote = ({ accepted: true } & SignedOffer) | ({ accepted: false } & Decline);

/** How far a job of this node is. */
export interface WorkReport {
  jobId: bigint;
  attempt: number;
  stage: 'assigned' | 'acked' | 'executed' | 'proved' | 'fulfilled' | 'refused' | 'lost' | 'failed';
  /** Milliseconds in the sandbox and in the prover. */
  sandboxMs?: number;
  proveMs?: number;
  txHash?: Hex;
  /** Last failure. */
  error?: { code: string; message: string };
}

/** What this node has done for each job since it started, for its status page and its log. */
export interface WorkJournal {
  note(job: Pick<Job, 'jobId' | 'attempt'>, news: Omit<WorkReport, 'jobId' | 'attempt'>): void;
  find(jobId: bigint): WorkReport | undefined;
  all(): WorkReport[];
}

/** What the steps of a job work with. */
export interface WorkerOptions {
  client: MarketClient;
  provider: Address;
  programs: OpenPrograms;
  limits: SandboxLimits;
  journal: WorkJournal;
  /** Ends the work in progress. */
  signal: AbortSignal;
}

/** `again`: the chain moved on, look again. `done`: nothing is left to do. */
export type Outcome = 'again' | 'done';
