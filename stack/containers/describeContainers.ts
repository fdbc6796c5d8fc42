import { createHash } from 'node:crypto';
import { createReadStream, readlinkSync, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { findEngine, labelFilter, NAME_LABEL } from '#core';
import { sessionId } from './sessionId.ts';

/** What a container runs, as the engine and the kernel have it: a name alone proves nothing. */
export interface ContainerFacts {
  image: string;
  imageId: string;
  /** As a registry has it; absent of an image that was built here. */
  digest?: string;
  /** The file that its first process executes; absent where its process cannot be looked at. */
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
  for (const { Labels, Image: image, ImageID: imageId } of listed) {
    const name = Labels[NAME_LABEL] ?? '';
    const pid = o.pids[name];
    const program = pid === undefined ? undefined : await hash(pid);
    // A name may since have been given to another image: what runs is asked for by its id.
    const [digest] = (await docker.getImage(imageId).inspect()).RepoDigests ?? [];
    const known = { ...(digest ? { digest } : {}), ...(program ? { program } : {}) };
    facts[name] = { image, imageId, ...known };
  }
  return facts;
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
