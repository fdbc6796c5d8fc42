import { findOfficialContracts } from '#contracts';
import { serveProcess } from '#core';
import { ensureArtifacts } from '../artifacts/ensureArtifacts.ts';
import { createManifest } from '../run/manifest.ts';
import type { StackOptions } from '../session/options.ts';

serveProcess(async (options: StackOptions, onProgress) => {
  // Told at once rather than after minutes of compiling.
  if (options.contracts === 'official') findOfficialContracts({ path: options.contractsPath });
  const artifacts = await ensureArtifacts({ cacheDir: options.cacheDir, onProgress });
  const manifest = await createManifest({ options, artifacts });
  const service = { name: 'build', stop: async () => undefined };
  return { service, ready: { artifacts, manifest } };
});
