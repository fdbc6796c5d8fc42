import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { ContainerFile } from './types.ts';

/** The files as the archive that an engine unpacks at `/`; it makes the folders. */
export function packFiles(files: readonly ContainerFile[]): Promise<Buffer> {
  const archive = pack();
  for (const { path, content, mode = 0o600, owner = 0 } of files) {
    const body = Buffer.from(content as string);
    archive.entry({ name: path.slice(1), mode, uid: owner, gid: owner }, body);
  }
  archive.finalize();
  return buffer(archive);
}
