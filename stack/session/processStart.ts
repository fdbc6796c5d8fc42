import { readFileSync } from 'node:fs';

/**
 * When a process started, in the kernel's own unit; tells a living process from another one that
 * got its number later. `undefined` where the system does not say or the process is gone.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; field 22 counts from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
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
  const startedAt = processStart(o.pid);
  return startedAt === undefined || o.startedAt === undefined || startedAt === o.startedAt;
}
