export { type CurvePoint, deriveUserKey } from '#circuits';
export { fromBytes32, toBytes32 } from './bytes32.ts';
export { cancelJob } from './cancelJob.ts';
export { chainNow } from './chainNow.ts';
export { computeCtx, deliveryDigest } from './computeCtx.ts';
export { connectMarket } from './connectMarket.ts';
export { createMarketClient, type MarketClient } from './createMarketClient.ts';
export { type Call, createSender, type Sender, type SenderOptions } from './createSender.ts';
export { downloadResult, type JobResult } from './downloadResult.ts';
export { ensureStake } from './ensureStake.ts';
export * from './errors.ts';
export { findProgram } from './findProgram.ts';
export { type Delivery, getDelivery } from './getDelivery.ts';
export { getJob } from './getJob.ts';
export { getJobInput } from './getJobInput.ts';
export { maxOf } from './maxOf.ts';
export { hashOffer, type OfferDomain, offerTypedData, offerTypes, signOffer } from './offer.ts';
export {
  executableDigest,
  getProgramSpec,
  type ProgramSpec,
  programSpec,
  registerProgram,
} from './registerProgram.ts';
export { getProvider, registerProvider } from './registerProvider.ts';
export { getStake, stake } from './stake.ts';
export { type SubmitJobOptions, submitJob } from './submitJob.ts';
export { toMarketError } from './toMarketError.ts';
export * from './types.ts';
export { waitForJob } from './waitForJob.ts';
export { watchJob } from './watchJob.ts';
export { getCredit, withdrawCredit } from './withdrawCredit.ts';
