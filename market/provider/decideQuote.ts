import type { HardwareRecord, Job } from '#market/sdk';
import type { Decline, DeclineCode } from './types.ts';

export interface QuoteFacts {
  job: Job;
  hardware: HardwareRecord;
  /** This node has the program and its proving key. */
  knowsProgram: boolean;
  /** This node has a record and the least stake. */
  registered: boolean;
  /** It had an attempt at the job before. */
  failedBefore: boolean;
  /** Wei of BIG it asks. */
  price: bigint;
  /** Wei of BIG it can lock. */
  freeStake: bigint;
  busy: number;
  slots: number;
}

/** The first reason not to offer for a job; absent where there is none. */
export function decideQuote(o: QuoteFacts): Decline | undefined {
  const { hardware, job } = o;
  const { needs } = job;
  const open = job.state === 'OPEN' || job.state === 'PROPOSED';
  const anyClass = needs.hwClass === '' || needs.hwClass === hardware.hwClass;
  const reasons: [DeclineCode, boolean, Decline['have'], Decline['want']][] = [
    ['JOB_NOT_OPEN', !open, job.state, 'OPEN'],
    ['PROGRAM_UNKNOWN', !o.knowsProgram, 'none', job.programId],
    ['NOT_REGISTERED', !o.registered, 'none', 'a record and stake'],
    ['HARDWARE_CLASS', !anyClass, hardware.hwClass, needs.hwClass],
    ['HARDWARE_VRAM', hardware.vramMiB < needs.minVramMiB, hardware.vramMiB, needs.minVramMiB],
    [
      'HARDWARE_MEMORY',
      hardware.memoryMiB < needs.minMemoryMiB,
      hardware.memoryMiB,
      needs.minMemoryMiB,
    ],
    ['HARDWARE_CORES', hardware.cores < needs.minCores, hardware.cores, needs.minCores],
    ['PRICE_ABOVE_MAX', o.price > job.maxPrice, o.price, job.maxPrice],
    ['BOND_ABOVE_STAKE', job.minBond > o.freeStake, o.freeStake, job.minBond],
    ['FAILED_BEFORE', o.failedBefore, job.attempt, 'another provider'],
    ['BUSY', o.busy >= o.slots, o.busy, o.slots],
  ];
  const found = reasons.find(([, applies]) => applies);
  return found && { code: found[0], have: found[2], want: found[3] };
}
