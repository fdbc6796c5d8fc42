// SPDX-License-Identifier: GPL-3.0-or-later
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ProgramFolderError } from '../errors.ts';

const TEMPLATE = fileURLToPath(new URL('./template', import.meta.url));
/** Name of the program in the template; it occurs in texts and in one file's name. */
const TEMPLATE_NAME = 'byte-sum';

/**
 * Writes a small, working program into a folder, to be changed into another one.
 * @param o.name of the program; the folder's unless told
 * @returns the paths written
 * @throws ProgramFolderError where the folder holds something, or the name is none
 */
export async function newProgram(o: {
  folder: string;
  name?: string | undefined;
}): Promise<{ name: string; folder: string; files: string[] }> {
  const folder = resolve(o.folder);
  const name = o.name ?? basename(folder);
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    const details = `"${name}" is no name: at most 32 lower case letters, digits and hyphens`;
    throw new ProgramFolderError({ folder, details });
  }
  if (existsSync(folder) && (await readdir(folder)).length > 0) {
    throw new ProgramFolderError({ folder, details: 'it is not empty' });
  }
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const file of (await readdir(TEMPLATE)).sort()) {
    const text = await readFile(join(TEMPLATE, file), 'utf8');
    const path = join(folder, file.replace(TEMPLATE_NAME, name));
    await writeFile(path, text.replaceAll(TEMPLATE_NAME, name));
    files.push(path);
  }
  return { name, folder, files };
}
