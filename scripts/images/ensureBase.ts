import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pack } from 'tar-stream';
import { BaseError, type ContainerEngine, imageId } from '#core';
import { buildImage } from './buildImage.ts';

const DEBIAN = 'debian:bookworm-slim';
export const BASE = 'node:24-bookworm-slim';
/** What a slim image has no use for. */
const NOT_IN_SLIM = ['var/cache/apt', 'var/lib/apt/lists', 'usr/share/doc', 'usr/share/man'];

/** There is no base to build on: no registry answers, and it cannot be made here. */
export class BaseImageError extends BaseError {
  constructor(o: { image: string; cause: unknown }) {
    super(`The base image ${o.image} can neither be pulled nor be made here.`, {
      code: 'IMAGES_NO_BASE',
      cause: o.cause,
      metaMessages: ['Reach a registry, or run as root with debootstrap and a Debian mirror.'],
      docsPath: 'containers.md',
    });
  }
}

interface Context {
  engine: ContainerEngine;
  onProgress: (message: string) => void;
}

/**
 * Makes sure that the official base image is there: it is, or it is pulled, or it is made of what
 * this machine has: Debian by debootstrap, and the running Node.js. One that was made here carries the
 * label `dev.bigfile.devkit.base=local`.
 * @returns its id
 * @throws BaseImageError
 */
export async function ensureBase(o: Context): Promise<string> {
  const here = await hereOrPulled({ ...o, image: BASE });
  if (here) return here;
  if (!(await hereOrPulled({ ...o, image: DEBIAN }))) await importDebian(o);
  o.onProgress(`makes ${BASE} of ${DEBIAN} and ${process.execPath}`);
  const context = pack();
  context.entry({ name: 'node', mode: 0o755 }, readFileSync(process.execPath));
  const dockerfile = join(import.meta.dirname, 'node.Dockerfile');
  await buildImage({
    ...{ engine: o.engine, image: BASE, dockerfile, context, args: {} },
    labels: { 'dev.bigfile.devkit.base': 'local' },
  });
  return (await imageId({ engine: o.engine, image: BASE })) as string;
}

async function hereOrPulled(o: Context & { image: string }): Promise<string | undefined> {
  const { engine, image } = o;
  const here = await imageId({ engine, image });
  if (here) return here;
  o.onProgress(`pulls ${image}`);
  await engine.pull(image).catch(() => o.onProgress(`no registry has ${image} for us`));
  return imageId({ engine, image });
}

/** Needs root and debootstrap; a minute and 200 MB of packages. */
async function importDebian(o: Context): Promise<void> {
  o.onProgress(`makes ${DEBIAN} with debootstrap`);
  const root = mkdtempSync(join(tmpdir(), 'bigfile-debian-'));
  try {
    const run = promisify(execFile);
    await run('debootstrap', ['--variant=minbase', 'bookworm', root], { maxBuffer: 1 << 26 });
    for (const path of NOT_IN_SLIM) rmSync(join(root, path), { recursive: true, force: true });
    const tar = spawn('tar', ['-C', root, '-c', '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { docker } = o.engine;
    const [repo, tag] = DEBIAN.split(':') as [string, string];
    const changes = ['CMD ["bash"]', 'LABEL dev.bigfile.devkit.base=local'];
    const stream = await docker.importImage(tar.stdout, { repo, tag, changes });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(stream, (error) => (error ? reject(error) : resolve())),
    );
  } catch (cause) {
    throw new BaseImageError({ image: BASE, cause });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
