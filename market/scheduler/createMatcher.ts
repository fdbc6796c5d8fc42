import { encodeFunctionData, type Hex } from 'viem';
import { jobMarketAbi } from '#contracts';
import type { Logger } from '#core';
import {
  chainNow,
  getJob,
  type Job,
  type MarketClient,
  MarketRevertError,
  type SignedOffer,
} from '#market/sdk';
import { chooseOffer } from './chooseOffer.ts';
import type { Directory } from './createDirectory.ts';
import { dueCall, type KeeperCall } from './dueCall.ts';
import { gatherOffers } from './gatherOffers.ts';
import type { JobDecisions } from './types.ts';

export interface MatcherOptions {
  client: MarketClient;
  directory: Directory;
  quoteTimeoutMs: number;
  requoteMs: number;
  logger: Logger;
  signal: AbortSignal;
  /** Told after every round of quotes. */
  onDecisions: (decisions: JobDecisions) => void;
}

export interface Matcher {
  /** Does what a job needs now: quotes and a proposal, or the call that its clocks ask for. */
  attend(job: Job): Promise<void>;
}

/** Refusals that mean somebody else was faster, or the chain's clock is behind this machine's. */
const RACES = ['BadState', 'TooEarly', 'TooLate', 'NotCheaper', 'PriceAboveCeiling'];

export function createMatcher(o: MatcherOptions): Matcher {
  const { client, logger } = o;
  const askedAt = new Map<string, number>();

  /** A job is asked for once per attempt, and again after a while where that gave no proposal. */
  function mayAsk(job: Job): boolean {
    const me = client.sender.address('propose an offer');
    if (job.state === 'PROPOSED' && job.scheduler === me) return false;
    const last = askedAt.get(`${job.jobId}/${job.attempt}`);
    return last === undefined || Date.now() - last >= o.requoteMs;
  }

  /** @returns whether an offer was proposed */
  async function match(job: Job): Promise<boolean> {
    const providers = mayAsk(job) ? await o.directory.refresh() : [];
    if (providers.length === 0) return false;
    askedAt.set(`${job.jobId}/${job.attempt}`, Date.now());
    const gathered = await gatherOffers({ ...o, job, providers, timeoutMs: o.quoteTimeoutMs });
    const { jobId, attempt } = job;
    const { decisions, offers } = gathered;
    o.onDecisions({ jobId, attempt, decisions });
    const best = chooseOffer({ job, ceiling: await ceilingOf({ client, jobId }), offers });
    if (!best) return false;
    const txHash = await propose({ client, jobId, best });
    const { price, provider } = best.offer;
    o.onDecisions({ jobId, attempt, decisions, chosen: { provider, price, txHash } });
    logger.info({ jobId: `${jobId}`, provider, price: `${price}`, txHash }, 'proposed');
    return true;
  }

  /** @returns whether the job moved on, so that it is worth another look at once */
  async function step(job: Job): Promise<boolean> {
    const call = dueCall({ job, now: await chainNow(client) });
    if (!call) return (job.state === 'OPEN' || job.state === 'PROPOSED') && match(job);
    const txHash = await keep({ client, jobId: job.jobId, call });
    logger.info({ jobId: `${job.jobId}`, call, txHash }, 'moved on');
    return true;
  }

  return {
    async attend(job) {
      try {
        let now = job;
        while (!o.signal.aborted && (await step(now))) now = await getJob(client, job);
      } catch (error) {
        const race = error instanceof MarketRevertError && RACES.includes(error.errorName);
        if (!race) throw error;
        logger.debug({ jobId: `${job.jobId}`, code: error.code }, 'left alone');
      }
    },
  };
}

async function propose(o: {
  client: MarketClient;
  jobId: bigint;
  best: SignedOffer;
}): Promise<Hex> {
  const args = [o.jobId, o.best.offer, o.best.signature] as const;
  const data = encodeFunctionData({ abi: jobMarketAbi, functionName: 'propose', args });
  const call = { what: 'propose an offer', to: o.client.contracts.jobMarket, data };
  return (await o.client.sender.send(call)).transactionHash;
}

async function keep(o: { client: MarketClient; jobId: bigint; call: KeeperCall }): Promise<Hex> {
  const data = encodeFunctionData({ abi: jobMarketAbi, functionName: o.call, args: [o.jobId] });
  const call = { what: `${o.call} a job`, to: o.client.contracts.jobMarket, data };
  return (await o.client.sender.send(call)).transactionHash;
}

function ceilingOf(o: { client: MarketClient; jobId: bigint }): Promise<bigint> {
  return o.client.read((node) =>
    node.readContract({
      address: o.client.contracts.jobMarket,
      abi: jobMarketAbi,
      functionName: 'ceiling',
      args: [o.jobId],
      // It rises with time, also on a chain that makes no blocks.
      blockTag: 'pending',
    }),
  );
}
