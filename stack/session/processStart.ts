import { readFileSync } from 'node:fs';

/**
 * When a process started, in the kernel's own unit; tells a living process from another one that
 * got its number later. `undefined` where the system does not say or the process is gone.
 */
export function processStart(pid: number): string | undefined {
  return readStat(pid)?.[19];
}

/** Fields of the process's record from the third on: state, parent, ... */
function readStat(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything, so the fields are counted from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** True while the process of this number that started then is alive. */
export function isAlive(o: { pid: number; startedAt: string | undefined }): boolean {
  try {
    process.kill(o.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const [state, startedAt] = [readStat(o.pid)?.[0], processStart(o.pid)];
  // It has ended, and nobody has asked how yet.
  if (state === 'Z') return false;
  return startedAt === undefined || o.startedAt === undefined || startedAt === o.startedAt;
}
