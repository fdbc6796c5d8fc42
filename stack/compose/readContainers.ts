import { isUtf8 } from 'node:buffer';
import { buffer } from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import { extract } from 'tar-stream';
import { type ContainerEngine, FILES_LABEL, labelFilter, NAME_LABEL, ORDER_LABEL } from '#core';

/** A running container of a stack, as the engine describes it. */
export interface StackContainer {
  name: string;
  /** When it was started among its stack's: 0 is the first. */
  order: number;
  info: Dockerode.ContainerInspectInfo;
  /** What was copied in before it started; bytes where it is no text. */
  files: { path: string; content: string | Uint8Array; mode: number; owner: number }[];
}

/**
 * The containers of a stack that run, in the order of their start. Read from the engine alone, so that
 * whatever component runs is described as it runs.
 */
export async function readContainers(o: {
  engine: ContainerEngine;
  session: string;
}): Promise<StackContainer[]> {
  const { docker } = o.engine;
  const listed = await docker.listContainers({ filters: labelFilter(o.session) });
  const read = listed.map(async ({ Id, Labels }) => {
    const container = docker.getContainer(Id);
    const paths = JSON.parse(Labels[FILES_LABEL] ?? '[]') as string[];
    return {
      name: Labels[NAME_LABEL] ?? Id,
      order: Number(Labels[ORDER_LABEL] ?? 0),
      info: await container.inspect(),
      files: await Promise.all(paths.map((path) => readFile({ container, path }))),
    };
  });
  return (await Promise.all(read)).sort((a, b) => a.order - b.order);
}

async function readFile(o: {
  container: Dockerode.Container;
  path: string;
}): Promise<StackContainer['files'][number]> {
  const archive = extract();
  (await o.container.getArchive({ path: o.path })).pipe(archive);
  const files: StackContainer['files'] = [];
  for await (const entry of archive) {
    const { mode = 0o600, uid = 0 } = entry.header;
    const bytes = await buffer(entry);
    const content = isUtf8(bytes) ? bytes.toString('utf8') : bytes;
    files.push({ path: o.path, content, mode, owner: uid });
  }
  return files[0] as StackContainer['files'][number];
}
