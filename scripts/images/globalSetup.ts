import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { DockerMissingError, findEngine } from '#core';
import { NO_BASE } from './exitCodes.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Before the first container test: is there an engine, and are our images in it? They are built where
 * they are not. Where there is no engine the tests are skipped with the reason; images that cannot be
 * built are a failure.
 */
export default async function setup(project: TestProject): Promise<void> {
  // The reaper's image is in a registry, and everything here cleans up after itself.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  try {
    await findEngine();
  } catch (error) {
    if (!(error instanceof DockerMissingError)) throw error;
    console.error(`Container tests are skipped. ${error.shortMessage}`);
    project.provide('noContainers', error.shortMessage);
    return;
  }
  console.error('Building the images …');
  const build = join(ROOT, 'scripts', 'build-images.ts');
  try {
    await promisify(execFile)(process.execPath, [build], { cwd: ROOT });
  } catch (error) {
    if ((error as { code?: unknown }).code !== NO_BASE) throw error;
    const reason = (error as { stderr: string }).stderr.trim();
    console.error(`Container tests are skipped. ${reason}`);
    project.provide('noContainers', reason);
    return;
  }
  project.provide('noContainers', undefined);
}
