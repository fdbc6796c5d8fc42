import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { ensureCircuit, loadProgram } from '#circuits';
import type { ContainerFile } from '#core';
import { INNER_CIRCUITS, innerProgram } from './innerConfig.ts';

/** What a folder may hold that no provider reads. */
const LEFT_OUT = new Set(['node_modules', '.git']);

/**
 * The programs that are not in the images, as the container of a provider has them: each folder, and its
 * circuit as it is built here, because the images' cache is not a provider's to write to.
 * @param o.folders of the programs, absolute
 * @throws ProgramFolderError, CircuitCompileError and what else building a circuit throws
 */
export async function programFiles(o: {
  folders: readonly string[];
  cacheDir: string;
}): Promise<ContainerFile[]> {
  const files: ContainerFile[] = [];
  for (const [index, folder] of o.folders.entries()) {
    const { circuit: definition } = await loadProgram(folder);
    const { dir } = await ensureCircuit({ definition, cacheDir: join(o.cacheDir, 'circuits') });
    files.push(...copied({ from: folder, to: innerProgram({ index, folder }) }));
    files.push(...copied({ from: dir, to: `${INNER_CIRCUITS}/${basename(dir)}` }));
  }
  return files;
}

function copied(o: { from: string; to: string }): ContainerFile[] {
  return readdirSync(o.from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (path) =>
        !relative(o.from, path)
          .split('/')
          .some((part) => LEFT_OUT.has(part)),
    )
    .map((path) => ({
      path: `${o.to}/${relative(o.from, path)}`,
      content: readFileSync(path),
      // Nothing of it is secret, and the provider is not root; what was executable stays so.
      mode: (statSync(path).mode & 0o111) === 0 ? 0o644 : 0o755,
    }));
}
