import { readdirSync, readFileSync } from 'node:fs';
import { type Loop, loop } from '#core';

export interface MemoryPeak {
  /** Highest sum over the process tree, in bytes. */
  peakPssBytes: number;
  /** Bytes a process held at that moment, by name. */
  byProcess: Record<string, number>;
}

/**
 * Samples the proportional set size of this process and all below it, and of containers. Shared pages
 * count once in the sum, which is what makes it the stack's footprint. Linux only; elsewhere the peak
 * stays 0.
 * @param o.names role of each process id, asked at every sample; those that are not below this
 * process count with all that is below them
 */
export function watchMemory(o: { names: () => Record<string, number> }): {
  peak(): MemoryPeak;
  stop(): Promise<void>;
} {
  let peak: MemoryPeak = { peakPssBytes: 0, byProcess: {} };
  const sampler: Loop = loop({
    name: 'memory',
    intervalMs: 500,
    run: async () => {
      const sample = sampleTree(invert(o.names()));
      if (sample.peakPssBytes > peak.peakPssBytes) peak = sample;
    },
    onError: () => undefined,
  });
  return { peak: () => peak, stop: () => sampler.stop() };
}

function invert(names: Record<string, number>): Map<number, string> {
  return new Map(Object.entries(names).map(([name, pid]) => [pid, name]));
}

function sampleTree(names: Map<number, string>): MemoryPeak {
  const byProcess: Record<string, number> = {};
  const count = (pid: number, name: string) => {
    const bytes = pssBytes(pid);
    if (bytes !== undefined) byProcess[name] = (byProcess[name] ?? 0) + bytes;
  };
  const ours = descendants(process.pid);
  for (const pid of ours) {
    count(pid, pid === process.pid ? 'supervisor' : (names.get(pid) ?? 'other'));
  }
  for (const [root, name] of names) {
    if (!ours.includes(root)) for (const pid of descendants(root)) count(pid, name);
  }
  return { peakPssBytes: Object.values(byProcess).reduce((a, b) => a + b, 0), byProcess };
}

/** The process itself and everything below it. */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    const parent = parentOf(pid);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

function pssBytes(pid: number): number | undefined {
  try {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    const kib = /^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1];
    return kib === undefined ? undefined : Number(kib) * 1024;
  } catch {
    return undefined;
  }
}
