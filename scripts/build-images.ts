#!/usr/bin/env node
// `npm run images`: builds the project's container images from this checkout. Nothing is built again
// unless something has changed. Bases come from the engine, a registry, or this machine.
import { basename, join, resolve } from 'node:path';
import { pack } from 'tar-stream';
import { type CircuitName, ensureCircuit, programs } from '#circuits';
import { findEngine, imageId } from '#core';
import { componentImage, ensureArtifacts, ROLE_PORTS } from '#stack';
import { appFiles, contentHash, packFilesOf } from './images/appContext.ts';
import { buildImage } from './images/buildImage.ts';
import { BASE, BaseImageError, ensureBase } from './images/ensureBase.ts';
import { NO_BASE } from './images/exitCodes.ts';

const ROOT = resolve(import.meta.dirname, '..');
const CACHE = join(ROOT, '.bigfile', 'cache');
const CONTENT_LABEL = 'dev.bigfile.devkit.content';
const LICENSES = 'Apache-2.0 AND GPL-3.0-or-later';
const dockerfile = (name: string) => join(ROOT, 'stack', 'images', `${name}.Dockerfile`);
const onProgress = (message: string) => console.error(`  … ${message}`);

const engine = await findEngine();
const base = await ensureBase({ engine, onProgress }).catch((error: unknown) => {
  if (!(error instanceof BaseImageError)) throw error;
  console.error(error.message);
  process.exit(NO_BASE);
});

const { jobCircuit, batchCircuit } = await ensureArtifacts({ cacheDir: CACHE, onProgress });
const others = await Promise.all(
  (Object.keys(programs) as CircuitName[]).map((name) =>
    ensureCircuit({ name, cacheDir: join(CACHE, 'circuits'), onProgress }),
  ),
);
const circuits = new Set([jobCircuit, batchCircuit, ...others].map(({ dir }) => basename(dir)));
const files = appFiles({ circuits: [...circuits] });
const app = 'bigfile/app:0.1.0';
const content = contentHash(files);
await ensure({ image: app, name: 'app', content: `${base} ${content}`, args: { BASE }, files });
for (const [role, port] of Object.entries(ROLE_PORTS)) {
  const args = { APP: app, ROLE: role, PORT: String(port) };
  const { image } = componentImage({ component: role });
  await ensure({ image, name: 'role', content: `${role} ${content}`, args, files: [] });
}
const { image } = componentImage({ component: 'devkit' });
await ensure({ image, name: 'devkit', content, args: { APP: app }, files: [] });

async function ensure(o: {
  image: string;
  name: string;
  content: string;
  args: Record<string, string>;
  files: ReturnType<typeof appFiles>;
}): Promise<void> {
  if ((await contentOf(o.image)) === o.content) {
    onProgress(`${o.image} is up to date`);
    return;
  }
  onProgress(`builds ${o.image}`);
  const context = o.files.length ? packFilesOf(o.files) : pack();
  const labels = { [CONTENT_LABEL]: o.content, 'org.opencontainers.image.licenses': LICENSES };
  await buildImage({ ...o, engine, dockerfile: dockerfile(o.name), labels, context });
}

async function contentOf(reference: string): Promise<string | undefined> {
  const id = await imageId({ engine, image: reference });
  if (!id) return undefined;
  return (await engine.docker.getImage(id).inspect()).Config.Labels?.[CONTENT_LABEL];
}
