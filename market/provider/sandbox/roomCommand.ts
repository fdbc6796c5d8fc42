import { release } from 'node:os';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoomFiles } from './roomFiles.ts';
import type { ConfinedJob } from './types.ts';

/** V8 reserves 512 MiB for code that the limit on data counts; the rest is Node at rest. */
const NODE_AT_REST_MIB = 576;
/** User and group `nobody`. */
const NOBODY = 65534;

/**
 * The command line that makes a room and runs a job in it; see confine.sh.
 * @param o.nodeOptions options of the job's Node beside the heap limit
 */
export function roomCommand(o: {
  job: ConfinedJob;
  files: RoomFiles;
  nodeOptions: readonly string[];
}): [command: string, ...args: string[]] {
  const { job, files } = o;
  const root = process.getuid?.() === 0;
  return [
    ...([files.setpriv, '--pdeathsig', 'KILL', files.unshare] as const),
    ...(root ? [] : ['--user', '--map-root-user']),
    ...['--mount', '--net', '--pid', '--ipc', '--uts', '--fork', '--kill-child=SIGKILL'],
    ...['sh', fileURLToPath(new URL('./confine.sh', import.meta.url))],
    ...[files.node, String(job.limits.tmpMiB ?? 16), resourceLimits({ job, root })],
    ...[...files.copies, ...jobFiles(job)].flat(),
    '--',
    ...[files.chroot, '/jail', '/bin/setpriv'],
    ...(root ? [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : []),
    ...['--no-new-privs', '--bounding-set=-all', '--inh-caps=-all'],
    ...['/bin/node', `--max-old-space-size=${job.limits.memoryMiB}`, ...o.nodeOptions],
    ...[inRoom(job, job.executable), '/tmp/input', '/tmp/output'],
  ];
}

function resourceLimits(o: { job: ConfinedJob; root: boolean }): string {
  const { cpuSeconds, memoryMiB } = o.job.limits;
  const data = (NODE_AT_REST_MIB + memoryMiB) * 2 ** 20;
  // In a user namespace, kernels before 5.14 would count the caller's other processes too.
  const [major = 0, minor = 0] = release().split('.').map(Number);
  const countsOwnOnly = o.root || major > 5 || (major === 5 && minor >= 14);
  return [
    `--data=${data}:${data}`,
    `--cpu=${cpuSeconds}:${cpuSeconds + 1}`,
    '--core=0:0',
    '--nofile=256:256',
    ...(countsOwnOnly ? ['--nproc=256:256'] : []),
  ].join(' ');
}

function jobFiles(job: ConfinedJob): [source: string, target: string][] {
  const paths = new Set([job.executable, ...(job.files ?? [])]);
  return [...paths].map((path) => [path, `/jail${inRoom(job, path)}`]);
}

function inRoom(job: ConfinedJob, path: string): string {
  return `/job/${relative(dirname(job.executable), path)}`;
}
