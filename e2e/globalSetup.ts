import { ensureArtifacts } from '#stack';
import { CACHE_DIR } from './testStack.ts';

/** Before the first story: what two stacks that start at once would both build. */
export default async function setup(): Promise<void> {
  await ensureArtifacts({ cacheDir: CACHE_DIR });
}
