import { createFailureLog, createLogger, loop, type Service, startJsonApi } from '#core';
import { connectMarket } from '#market/sdk';
import { createDirectory } from './createDirectory.ts';
import { createMatcher } from './createMatcher.ts';
import { createRounds } from './createRounds.ts';
import { NoDecisionsError } from './errors.ts';
import type { JobDecisions, SchedulerConfig } from './types.ts';

/** Jobs whose decisions are kept. */
const KEPT = 1000;

/**
 * A scheduler: asks the registered providers for offers on open jobs, proposes the cheapest one and
 * makes it final when its window is over. It also is a keeper: it moves jobs on whose clocks have
 * run out. Every action is decided by what the chain says, so it can be killed and started again.
 *
 * `GET /jobs/:id/decisions` tells, for each provider, whether it was accepted and why not;
 * `GET /status` tells how the node stands.
 * @throws PortInUseError
 */
export async function startScheduler(config: SchedulerConfig): Promise<Service & { url: string }> {
  const stopping = new AbortController();
  const client = connectMarket({ ...config, signal: stopping.signal });
  const logger = config.logger ?? createLogger('scheduler');
  const failures = createFailureLog({ logger, name: 'scheduler' });
  const decisions = createDecisions();
  const matcher = createMatcher({
    client,
    directory: createDirectory({ client }),
    quoteTimeoutMs: config.quoteTimeoutMs ?? 2000,
    requoteMs: config.requoteMs ?? 2000,
    logger,
    signal: stopping.signal,
    onDecisions: decisions.keep,
  });
  let openJobs = 0;
  const api = await startJsonApi({
    host: config.host,
    port: config.port,
    routes: {
      'GET /jobs/:id/decisions': ({ params }) => decisions.of(params['id'] ?? ''),
      'GET /status': () => ({ address: client.sender.address('schedule jobs'), openJobs }),
    },
  });
  const rounds = createRounds({
    client,
    stakeWei: config.stakeWei,
    matcher,
    onFailure: failures.report,
  });
  const turns = loop({
    name: 'scheduler',
    intervalMs: config.pollMs ?? 250,
    run: async () => {
      openJobs = await rounds.turn();
    },
    logger,
  });
  return {
    name: 'scheduler',
    url: api.url,
    async stop() {
      stopping.abort();
      await Promise.all([turns.stop(), api.stop()]);
      await rounds.idle();
    },
  };
}

function createDecisions(): {
  keep(decisions: JobDecisions): void;
  of(jobId: string): JobDecisions;
} {
  const kept = new Map<string, JobDecisions>();
  return {
    keep(decisions) {
      kept.set(decisions.jobId.toString(), decisions);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    },
    of(jobId) {
      const found = kept.get(jobId);
      if (!found) throw new NoDecisionsError({ jobId });
      return found;
    },
  };
}
