import { rmSync } from 'node:fs';
import { findEngine, labelFilter, NAME_LABEL } from '#core';
import {
  combinationFromEnvironment,
  forgetContainers,
  parseOptions,
  sessionId,
  usesContainers,
} from '#stack';

/** Whether any part of the stack that the environment asks for is in a container. */
const inContainers = usesContainers(parseOptions(combinationFromEnvironment()));

/** The containers of the stack of a data directory, running or not: name to id. */
export async function containersOf(dataDir: string): Promise<Map<string, string>> {
  if (!inContainers) return new Map();
  const { docker } = await findEngine();
  const listed = await docker.listContainers({
    all: true,
    filters: labelFilter(sessionId(dataDir)),
  });
  return new Map(listed.map(({ Id, Labels }) => [Labels[NAME_LABEL] ?? '', Id]));
}

/** Kills a container of a stack as the kernel would, for want of memory. */
export async function killContainer(o: { dataDir: string; name: string }): Promise<void> {
  const id = (await containersOf(o.dataDir)).get(o.name);
  if (id === undefined) throw new Error(`There is no container ${o.name} in this stack.`);
  await (await findEngine()).docker.getContainer(id).kill();
}

/** Removes the state of a stack that has stopped: its directory, and its volumes in the engine. */
export async function forgetStack(dataDir: string): Promise<void> {
  rmSync(dataDir, { recursive: true, force: true });
  if (inContainers) await forgetContainers({ dataDir, volumes: true });
}
