import type { AggregatorStatus } from '../services/index.ts';
import type { StackInfo } from '../session/StackInfo.ts';

/** Why settlement does not get on, in the aggregator's words. */
export type SettlementFailure = NonNullable<AggregatorStatus['lastError']>;

/** A failure that lasts as long as this does not go away by itself, milliseconds. */
const PATIENCE_MS = 10_000;

/**
 * Looks at the aggregator whenever it is called; tells the reason once the aggregator has been
 * failing for the same one for a while. One that does not answer has not failed.
 */
export function createSettlementWatch(o: {
  info: StackInfo;
}): () => Promise<SettlementFailure | undefined> {
  let code: string | undefined;
  let since = 0;
  return async () => {
    const failure = await readFailure(o.info).catch(() => undefined);
    if (failure?.code !== code) since = performance.now();
    code = failure?.code;
    return performance.now() - since >= PATIENCE_MS ? failure : undefined;
  };
}

async function readFailure(info: StackInfo): Promise<SettlementFailure | undefined> {
  // A cdk-node tells nobody why.
  if (!info.aggregator) return undefined;
  const response = await fetch(`${info.aggregator.url}/status`);
  const { lastError } = (await response.json()) as Pick<AggregatorStatus, 'lastError'>;
  return lastError ?? undefined;
}
