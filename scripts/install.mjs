// Installs the dependencies when the lock file or the platform has changed since the last time.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentFor, npm, ROOT } from './node24.mjs';

const MARKER = join(ROOT, 'node_modules', '.bigfile-installed');

export function ensureDependencies(node) {
  const wanted = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex');
  if (existsSync(MARKER) && readFileSync(MARKER, 'utf8') === wanted) return;
  console.error('Installing dependencies (npm install) …');
  // Not `npm ci`: it refuses a lock file without the packages of platforms that a registry's mirror
  // may lack. The lock file still pins every version, and --no-save leaves it alone.
  if (npm(['install', '--no-save', '--no-audit', '--no-fund'], environmentFor(node)).status !== 0) {
    console.error(
      'npm install failed: see its messages above. Check the network and run the same command again.',
    );
    process.exit(1);
  }
  linkCommand();
  writeFileSync(MARKER, wanted);
}

/** `npx bigfile` finds the checkout's own command. */
function linkCommand() {
  if (process.platform === 'win32') return;
  const link = join(ROOT, 'node_modules', '.bin', 'bigfile');
  mkdirSync(join(ROOT, 'node_modules', '.bin'), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync('../../scripts/bigfile.mjs', link);
}
