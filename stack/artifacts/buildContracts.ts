import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BuildFailedError } from '../errors.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * Compiles the contracts when a source, the configuration or the lock file has changed.
 * Hardhat would find that out too, but takes two seconds to start.
 * @throws BuildFailedError with the compiler's output
 */
export async function buildContracts(o: {
  cacheDir: string;
  onProgress?: (message: string) => void;
}): Promise<void> {
  const marker = join(o.cacheDir, 'contracts-built');
  const wanted = sourcesHash();
  if (existsSync(join(ROOT, 'artifacts')) && read(marker) === wanted) return;
  o.onProgress?.('compiling the contracts');
  try {
    const hardhat = join(ROOT, 'node_modules', '.bin', 'hardhat');
    await promisify(execFile)(hardhat, ['build', '--no-tests'], {
      cwd: ROOT,
      env: { ...process.env, CI: 'true' },
    });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new BuildFailedError({
      what: 'the contracts',
      output: `${stdout}${stderr}` || String(error),
    });
  }
  mkdirSync(o.cacheDir, { recursive: true });
  writeFileSync(marker, wanted);
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  const sources = globSync('contracts/**/*.sol', { cwd: ROOT }).filter(
    (f) => !f.endsWith('.t.sol'),
  );
  for (const file of [...sources.sort(), 'hardhat.config.ts', 'package-lock.json']) {
    hash.update(file).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

function read(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
