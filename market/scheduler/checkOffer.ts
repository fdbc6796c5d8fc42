import { type Address, verifyTypedData } from 'viem';
import {
  hashOffer,
  type Job,
  type OfferDomain,
  offerTypedData,
  type SignedOffer,
} from '#market/sdk';

/** Why an offer cannot be proposed. */
export interface OfferFault {
  code: string;
  detail: Record<string, unknown>;
}

/**
 * Checks an offer against the job and the provider it should come from, as the contract will.
 * @param o.ineligibility reason from the provider registry; empty where there is none
 * @param o.freeStake wei of BIG of the provider that can be locked
 * @param o.now unix seconds of the L2
 */
export async function checkOffer(
  o: OfferDomain & {
    job: Job;
    provider: Address;
    signed: SignedOffer;
    ineligibility: string;
    freeStake: bigint;
    now: bigint;
  },
): Promise<OfferFault | undefined> {
  const { job, provider } = o;
  const { offer, signature } = o.signed;
  const faults: [boolean, string, unknown, unknown][] = [
    [o.ineligibility !== '', REASONS[o.ineligibility] ?? o.ineligibility, 'ineligible', 'eligible'],
    [offer.provider !== provider, 'OFFER_OF_ANOTHER', offer.provider, provider],
    [offer.programId !== job.programId, 'OFFER_PROGRAM', offer.programId, job.programId],
    [offer.jobId !== job.jobId && offer.jobId !== 0n, 'OFFER_JOB', offer.jobId, job.jobId],
    [offer.price > job.maxPrice, 'PRICE_ABOVE_MAX', offer.price, job.maxPrice],
    [offer.bond < job.minBond, 'BOND_TOO_LOW', offer.bond, job.minBond],
    [offer.bond > o.freeStake, 'BOND_ABOVE_STAKE', o.freeStake, offer.bond],
    [offer.validUntil < o.now, 'OFFER_OUTDATED', offer.validUntil, o.now],
  ];
  const fault = faults.find(([applies]) => applies);
  if (fault) return { code: fault[1], detail: { have: fault[2], want: fault[3] } };
  const typed = offerTypedData({ ...o, offer });
  const signedByProvider = await verifyTypedData({ address: provider, signature, ...typed });
  if (signedByProvider) return undefined;
  return { code: 'BAD_SIGNATURE', detail: { have: signature, want: hashOffer({ ...o, offer }) } };
}

/** The registry's reasons in the words that providers use. */
export const REASONS: Readonly<Record<string, string>> = {
  UNREGISTERED: 'NOT_REGISTERED',
  UNSTAKED: 'NOT_REGISTERED',
  HW_CLASS: 'HARDWARE_CLASS',
  VRAM: 'HARDWARE_VRAM',
  MEMORY: 'HARDWARE_MEMORY',
  CORES: 'HARDWARE_CORES',
};
