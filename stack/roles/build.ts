import { serveProcess } from '#core';
import { ensureArtifacts } from '../artifacts/ensureArtifacts.ts';
import { createManifest } from '../run/manifest.ts';
import type { StackOptions } from '../session/options.ts';

serveProcess(async (options: StackOptions, onProgress) => {
  const artifacts = await ensureArtifacts({ ...options, onProgress });
  const manifest = await createManifest({ options, artifacts });
  const service = { name: 'build', stop: async () => undefined };
  return { service, ready: { artifacts, manifest } };
});
