import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { programs as shipped } from '#circuits';
import { createFailureLog, createLogger, loop, type Service, startJsonApi } from '#core';
import { connectMarket, type MarketClient } from '#market/sdk';
import { createJournal } from './createJournal.ts';
import { createQuoter } from './createQuoter.ts';
import { createRounds } from './createRounds.ts';
import { createStanding } from './createStanding.ts';
import { createWorker } from './createWorker.ts';
import { BadQuoteRequestError } from './errors.ts';
import { type OpenPrograms, openPrograms } from './openPrograms.ts';
import type { SandboxLimits } from './sandbox/types.ts';
import type { ProviderConfig } from './types.ts';

const LIMITS: SandboxLimits = {
  wallMs: 60_000,
  cpuSeconds: 30,
  memoryMiB: 256,
  outputBytes: 1 << 20,
};

/**
 * A provider: answers quote requests over HTTP, watches the market for jobs assigned to it, acks
 * their input, runs them in the sandbox, proves and delivers. All it must remember is on the chain,
 * so it can be killed and started again at any time.
 *
 * `POST /quote {jobId}` gives a signed offer or a decline; `GET /status` tells how it stands.
 * @throws ConfinementUnavailableError where jobs cannot be confined
 * @throws PortInUseError
 */
export async function startProvider(config: ProviderConfig): Promise<Service & { url: string }> {
  const stopping = new AbortController();
  const limits = { ...LIMITS, ...config.limits };
  const client = connectMarket({ ...config, signal: stopping.signal });
  const names = config.programs ?? Object.values(shipped).map(({ name }) => name);
  const programs = await openPrograms({ client, names, cacheDir: config.cacheDir, limits });
  try {
    return await serve({ config, client, programs, limits, stopping });
  } catch (error) {
    await programs.close();
    throw error;
  }
}

async function serve(o: {
  config: ProviderConfig;
  client: MarketClient;
  programs: OpenPrograms;
  limits: SandboxLimits;
  stopping: AbortController;
}): Promise<Service & { url: string }> {
  const { client, config, programs, stopping } = o;
  const account = privateKeyToAccount(config.key);
  const provider = account.address;
  const logger = config.logger ?? createLogger('provider');
  const failures = createFailureLog({ logger, name: 'provider' });
  const journal = createJournal({ logger });
  const worker = createWorker({ ...o, provider, journal, signal: stopping.signal });
  const rounds = createRounds({ client, provider, worker, onFailure: failures.report });
  const slots = config.slots ?? 1;
  const quote = createQuoter({ client, account, config, programs, slots, busy: rounds.busy });

  const api = await startJsonApi({
    host: config.host,
    port: config.port,
    routes: {
      'POST /quote': ({ body }) => quote(quoteRequest(body)),
      'GET /status': () => ({
        ...{ address: provider, hardware: config.hardware, pricing: config.pricing },
        ...{ programs: programs.names, slots, busy: rounds.busy(), jobs: journal.all() },
      }),
    },
  });
  const standing = createStanding({ client, config, url: api.url });
  const turns = loop({
    name: 'provider',
    intervalMs: config.pollMs ?? 250,
    run: async () => {
      await standing.ensure();
      await rounds.turn();
    },
    logger,
  });
  return {
    name: 'provider',
    url: api.url,
    async stop() {
      stopping.abort();
      await Promise.all([turns.stop(), api.stop()]);
      await rounds.idle();
      await programs.close();
    },
  };
}

const QuoteRequest = z.object({ jobId: z.coerce.bigint().positive() });

function quoteRequest(body: unknown): { jobId: bigint } {
  const parsed = QuoteRequest.safeParse(body);
  if (!parsed.success) throw new BadQuoteRequestError({ details: z.prettifyError(parsed.error) });
  return parsed.data;
}
