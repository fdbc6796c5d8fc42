import type { Address } from 'viem';
import { providerRegistryAbi } from '#contracts';
import {
  chainNow,
  fromBytes32,
  getProvider,
  getStake,
  type Job,
  type MarketClient,
  type SignedOffer,
  toBytes32,
} from '#market/sdk';
import { askProvider } from './askProvider.ts';
import { checkOffer } from './checkOffer.ts';
import type { Decision } from './types.ts';

export interface Gathered {
  decisions: Decision[];
  /** Offers that passed every check, in the order of the directory. */
  offers: SignedOffer[];
}

/**
 * Asks every provider for a quote on a job, all at once, and checks what they answer. A provider
 * is asked even where the registry already rules it out, so that its own reason can be told.
 */
export async function gatherOffers(o: {
  client: MarketClient;
  job: Job;
  providers: readonly Address[];
  timeoutMs: number;
  signal: AbortSignal;
}): Promise<Gathered> {
  const heard = await Promise.all(o.providers.map((provider) => hear({ ...o, provider })));
  return {
    decisions: heard.map(({ decision }) => decision),
    offers: heard.flatMap(({ offer }) => offer ?? []),
  };
}

interface Hearing {
  client: MarketClient;
  job: Job;
  provider: Address;
  timeoutMs: number;
  signal: AbortSignal;
}

async function hear(o: Hearing): Promise<{ decision: Decision; offer?: SignedOffer }> {
  const { client, job, provider } = o;
  const record = await getProvider(client, { provider });
  const endpoint = record?.endpoint ?? '';
  const answer = await askProvider({ ...o, endpoint, jobId: job.jobId });
  if (!answer.accepted) {
    const { code, have, want } = answer;
    const by = code === 'UNREACHABLE' || code === 'BAD_ANSWER' ? 'scheduler' : 'provider';
    const detail = { have, want };
    return { decision: { provider, endpoint, verdict: 'declined', code, detail, by } };
  }
  const { offer, signature } = answer;
  const signed = { offer, signature };
  const fault = await checkOffer({ ...(await readFacts(o)), ...o, signed });
  if (fault) {
    return { decision: { provider, endpoint, verdict: 'declined', ...fault, by: 'scheduler' } };
  }
  const detail = { price: offer.price, bond: offer.bond };
  const accepted = { verdict: 'accepted', code: 'OFFERED', detail, by: 'provider' } as const;
  return { decision: { provider, endpoint, ...accepted }, offer: signed };
}

async function readFacts(o: Hearing) {
  const { client, job, provider } = o;
  const needs = { ...job.needs, hwClass: toBytes32(job.needs.hwClass) };
  const [chainId, now, stake, reason] = await Promise.all([
    client.chainId(),
    chainNow(client),
    getStake(client, { role: 'PROVIDER', account: provider }),
    client.read((node) =>
      node.readContract({
        address: client.contracts.providerRegistry,
        abi: providerRegistryAbi,
        functionName: 'ineligibility',
        args: [provider, needs],
      }),
    ),
  ]);
  return {
    ...{ chainId, now, jobMarket: client.contracts.jobMarket },
    ...{ freeStake: stake.free, ineligibility: fromBytes32(reason) },
  };
}
