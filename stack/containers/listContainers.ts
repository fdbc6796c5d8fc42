import { findEngine, labelFilter, NAME_LABEL } from '#core';
import { placeOf, readDeployment } from '../run/deployment.ts';
import { sessionId } from './sessionId.ts';

/**
 * State of each container of a stack by name: `running`, `paused`, `exited` …; none of a stack that has
 * none. A stack without containers does not make anybody look for an engine.
 * @throws DockerMissingError
 */
export async function listContainers(dataDir: string): Promise<Record<string, string>> {
  const place = readDeployment(dataDir)?.place ?? '';
  if (['', placeOf({ in: 'processes', l1: 'embedded', l2: 'embedded' })].includes(place)) return {};
  const { docker } = await findEngine();
  const filters = labelFilter(sessionId(dataDir));
  const listed = await docker.listContainers({ all: true, filters });
  return Object.fromEntries(listed.map(({ Labels, State }) => [Labels[NAME_LABEL] ?? '', State]));
}
