import { createHash } from 'node:crypto';
import { createReadStream, readlinkSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { findEngine, labelFilter, NAME_LABEL } from '#core';
import { descendants } from '../session/memory.ts';
import { sessionId } from './sessionId.ts';

/** What a container runs, as the engine and the kernel have it: a name alone proves nothing. */
export interface ContainerFacts {
  image: string;
  imageId: string;
  /** As a registry has it; absent of an image that was built here. */
  digest?: string;
  /** The file that it executes; absent where its processes cannot be looked at. */
  program?: Program;
}

interface Program {
  path: string;
  sha256: string;
}

/**
 * Image and program of each container of a stack.
 * @param o.pids first process of each container, by name
 * @throws DockerMissingError
 */
export async function describeContainers(o: {
  dataDir: string;
  pids: Readonly<Record<string, number>>;
}): Promise<Record<string, ContainerFacts>> {
  if (Object.keys(o.pids).length === 0) return {};
  const { docker } = await findEngine();
  const listed = await docker.listContainers({ filters: labelFilter(sessionId(o.dataDir)) });
  const hash = createHasher();
  const facts: Record<string, ContainerFacts> = {};
  for (const { Id, Labels, Image: image, ImageID: imageId } of listed) {
    const name = Labels[NAME_LABEL] ?? '';
    const { HostConfig } = await docker.getContainer(Id).inspect();
    const pid = programOf({ first: o.pids[name], hasInit: HostConfig.Init === true });
    const program = pid === undefined ? undefined : await hash(pid);
    // A name may since have been given to another image: what runs is asked for by its id.
    const [digest] = (await docker.getImage(imageId).inspect()).RepoDigests ?? [];
    const known = { ...(digest ? { digest } : {}), ...(program ? { program } : {}) };
    facts[name] = { image, imageId, ...known };
  }
  return facts;
}

/** The engine's init comes before the program, which is the first below it. */
function programOf(o: { first: number | undefined; hasInit: boolean }): number | undefined {
  if (o.first === undefined || !o.hasInit) return o.first;
  return descendants(o.first)[1];
}

/** Containers of one image run one file: it is read once. */
function createHasher(): (pid: number) => Promise<Program | undefined> {
  const known = new Map<string, Promise<string>>();
  return async (pid) => {
    const file = `/proc/${pid}/exe`;
    try {
      const [path, { size, mtimeMs }] = [readlinkSync(file), statSync(file)];
      const key = [path, size, mtimeMs].join(' ');
      const sha256 = known.get(key) ?? sha256Of(file);
      known.set(key, sha256);
      return { path, sha256: await sha256 };
    } catch {
      // It has ended, or belongs to somebody whose processes are not ours to look at.
      return undefined;
    }
  };
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
