import { type Address, encodeAbiParameters, type Hex, keccak256, type LocalAccount } from 'viem';
import { jobMarketAbi } from '#contracts';
import {
  getJob,
  getProvider,
  getStake,
  type Job,
  type MarketClient,
  maxOf,
  type SignedOffer,
  signOffer,
} from '#market/sdk';
import { decideQuote } from './decideQuote.ts';
import type { OpenPrograms } from './openPrograms.ts';
import type { ProviderConfig, Quote } from './types.ts';

export interface QuoterOptions {
  client: MarketClient;
  account: LocalAccount;
  config: Pick<ProviderConfig, 'hardware' | 'pricing'>;
  programs: OpenPrograms;
  slots: number;
  busy: () => number;
}

/** Answers schedulers: a signed offer for one job, or why there is none. */
export function createQuoter(o: QuoterOptions): (request: { jobId: bigint }) => Promise<Quote> {
  return async ({ jobId }) => {
    const job = await getJob(o.client, { jobId });
    const facts = await readFacts({ ...o, job, provider: o.account.address });
    const { perJob, bond = 0n } = o.config.pricing;
    const decline = decideQuote({
      job,
      hardware: o.config.hardware,
      knowsProgram: (await o.programs.find(job.programId)) !== undefined,
      price: perJob,
      busy: o.busy(),
      slots: o.slots,
      ...facts,
    });
    if (decline) return { accepted: false, ...decline };
    const terms = { price: perJob, bond: maxOf(bond, job.minBond) };
    return { accepted: true, ...(await makeOffer({ ...o, job, ...terms, epoch: facts.epoch })) };
  };
}

async function readFacts(o: { client: MarketClient; job: Job; provider: Address }) {
  const { client, job, provider } = o;
  const market = { address: client.contracts.jobMarket, abi: jobMarketAbi } as const;
  const [record, stake, failedBefore, epoch] = await Promise.all([
    getProvider(client, { provider }),
    getStake(client, { role: 'PROVIDER', account: provider }),
    client.read((node) =>
      node.readContract({ ...market, functionName: 'hasFailed', args: [job.jobId, provider] }),
    ),
    client.read((node) =>
      node.readContract({ ...market, functionName: 'offerEpoch', args: [provider] }),
    ),
  ]);
  const registered = record !== undefined && stake.active >= stake.minimum;
  return { registered, freeStake: stake.free, failedBefore, epoch };
}

/** The same job and attempt always get the same offer, so that asking twice binds once. */
async function makeOffer(o: {
  client: MarketClient;
  account: LocalAccount;
  job: Job;
  price: bigint;
  bond: bigint;
  epoch: bigint;
}): Promise<SignedOffer> {
  const { account, job } = o;
  const offer = {
    provider: account.address,
    programId: job.programId,
    jobId: job.jobId,
    price: o.price,
    bond: o.bond,
    maxJobs: 1,
    epoch: o.epoch,
    validUntil: job.assignBy,
    salt: saltOf(job),
  };
  const domain = {
    chainId: await o.client.chainId(),
    jobMarket: o.client.contracts.jobMarket,
  };
  return { offer, signature: await signOffer({ ...domain, account, offer }) };
}

function saltOf(job: Job): Hex {
  const types = [{ type: 'uint256' }, { type: 'uint32' }] as const;
  return keccak256(encodeAbiParameters(types, [job.jobId, job.attempt]));
}
