import { DockerMissingError, findEngine, type Removed, removeLeftovers } from '#core';
import { sessionId } from './sessionId.ts';

/**
 * Removes from the engine what stacks of a data directory have left there, also after a crash.
 * @param o.volumes whether their state goes too
 * @returns how many things went; nothing where there is no engine
 */
export async function forgetContainers(o: { dataDir: string; volumes: boolean }): Promise<Removed> {
  try {
    const engine = await findEngine();
    return await removeLeftovers({ engine, session: sessionId(o.dataDir), volumes: o.volumes });
  } catch (error) {
    if (!(error instanceof DockerMissingError)) throw error;
    return { containers: 0, networks: 0, volumes: 0 };
  }
}
