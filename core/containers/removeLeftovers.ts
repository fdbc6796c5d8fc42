import { labelFilter } from './labels.ts';
import type { ContainerEngine } from './types.ts';

export interface Removed {
  containers: number;
  networks: number;
  volumes: number;
}

/**
 * Removes what a stack has left in the engine, told by its labels: nothing else is touched. Works
 * after any crash, because it needs no record of the stack.
 * @param o.session the stack; all stacks of the devkit when absent
 * @param o.volumes whether the state goes too; a stack without volumes begins anew
 */
export async function removeLeftovers(o: {
  engine: ContainerEngine;
  session?: string;
  volumes: boolean;
}): Promise<Removed> {
  const { docker } = o.engine;
  const filters = labelFilter(o.session);
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(
    containers.map(({ Id }) => gone(docker.getContainer(Id).remove({ force: true, v: true }))),
  );
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => gone(docker.getNetwork(Id).remove())));
  const { Volumes: volumes } = o.volumes ? await docker.listVolumes({ filters }) : { Volumes: [] };
  await Promise.all((volumes ?? []).map(({ Name }) => gone(docker.getVolume(Name).remove())));
  return {
    containers: containers.length,
    networks: networks.length,
    volumes: volumes?.length ?? 0,
  };
}

/** What somebody else has removed meanwhile, or is removing, is gone as well. */
async function gone(removal: Promise<unknown>): Promise<void> {
  await removal.catch((error: { statusCode?: number; message?: string }) => {
    const isGone = error.statusCode === 404 || /already in progress/.test(error.message ?? '');
    if (!isGone) throw error;
  });
}
