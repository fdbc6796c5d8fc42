import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Pack, pack } from 'tar-stream';

const ROOT = resolve(import.meta.dirname, '../..');
const CIRCUITS = '.bigfile/cache/circuits';

/** Sources that only developers of the devkit need. */
const NOT_IN_IMAGES = /^(docs|e2e|\.ci)\/|\.(test|test-d|t)\.(ts|sol)$|^\.bigfile|^biome\.json$/;
/** Packages and files that nothing loads at run time. */
const NOT_NEEDED =
  /node_modules\/(@types|@typescript|typescript)(\/|$)|\.(map|d\.ts|d\.cts|d\.mts|md|markdown)$|node_modules\/viem\/(_cjs|_types)\//;

/** A file of the context: its path there and where it comes from. */
interface ContextFile {
  name: string;
  from: string;
}

/**
 * What goes into the app image: the sources of this checkout, its compiled contracts and circuits, and
 * the dependencies that run needs, for this machine's platform.
 * @param o.circuits folders below the circuit cache
 */
export function appFiles(o: { circuits: readonly string[] }): ContextFile[] {
  return [...sources(), ...built(o.circuits), ...dependencies()];
}

/** Changes when anything in the image would; dependencies count by the lock file. */
export function contentHash(files: readonly ContextFile[]): string {
  const hash = createHash('sha256').update(process.version).update(process.arch);
  for (const { name, from } of files) {
    if (!name.startsWith('node_modules/')) hash.update(name).update(readFileSync(from));
  }
  return hash.digest('hex');
}

/** The context as an archive that is still open. */
export function packFilesOf(files: readonly ContextFile[]): Pack {
  const archive = pack();
  for (const { name, from } of files) {
    const stat = lstatSync(from);
    if (stat.isSymbolicLink()) {
      archive.entry({ name, type: 'symlink', linkname: readlinkSync(from) });
    } else {
      archive.entry({ name, mode: stat.mode & 0o111 ? 0o755 : 0o644 }, readFileSync(from));
    }
  }
  return archive;
}

function sources(): ContextFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: ROOT });
  return listed
    .toString()
    .split('\n')
    .filter((file) => file !== '' && !NOT_IN_IMAGES.test(file) && existsSync(join(ROOT, file)))
    .sort()
    .map((file) => ({ name: `app/${file}`, from: join(ROOT, file) }));
}

function built(circuits: readonly string[]): ContextFile[] {
  const patterns = [
    'artifacts/contracts/**/*.json',
    '.bigfile/cache/contracts-built',
    ...circuits.map((circuit) => `${CIRCUITS}/${circuit}/*`),
  ];
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .sort()
    .map((file) => ({ name: `app/${file}`, from: join(ROOT, file) }));
}

function dependencies(): ContextFile[] {
  const npm = ['ls', '--omit=dev', '--all', '--parseable'];
  // It fails where a package is installed that nobody asked for; the list is right all the same.
  const listed = runNpm(npm)
    .split('\n')
    .filter((path) => path.includes('node_modules'));
  const nested = new Set(listed.map((path) => relative(ROOT, path)));
  return [...nested]
    .filter((path) => !NOT_NEEDED.test(path))
    .flatMap((path) => filesBelow(path))
    .filter(({ name }) => !NOT_NEEDED.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files of a package, without those of the packages inside it: they are listed themselves. */
function filesBelow(path: string): ContextFile[] {
  return readdirSync(join(ROOT, path), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => {
      const name = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(name) : [{ name, from: join(ROOT, name) }];
    });
}

function runNpm(args: readonly string[]): string {
  try {
    return execFileSync('npm', args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  } catch (error) {
    return String((error as { stdout?: Buffer }).stdout ?? '');
  }
}
