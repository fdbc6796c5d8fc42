/** One run; seconds, but `memory`, which is MiB. A run measures some of them or all. */
export interface Sample {
  /** `npm start -- --once` in a bare clone, installation included. */
  first?: number;
  /** The same command where everything is installed. */
  command: number;
  /** What that command reports of itself, since it began. */
  ready: number;
  job: number;
  settled: number;
  total: number;
  memory: number;
  /** `npm test` in the same clone. */
  test?: number;
}

export const LABELS: Record<keyof Sample, string> = {
  first: 'first `npm start -- --once` in a bare clone, whole command (s)',
  command: '`npm start -- --once` after installation, whole command (s)',
  ready: 'stack ready (s)',
  job: 'job paid (s)',
  settled: 'its batch verified on L1 (s)',
  total: 'earnings claimed on L1 (s)',
  memory: 'peak memory, sum of PSS (MiB)',
  test: '`npm test` after that (s)',
};

/** Markdown: median, lowest and highest of each figure that was measured. */
export function table<S extends object>(
  samples: readonly S[],
  labels: Readonly<Record<keyof S, string>>,
): string {
  const rows = (Object.keys(labels) as (keyof S)[]).flatMap((name) => {
    const found = samples.map((s) => s[name]).filter((value) => typeof value === 'number');
    const sorted = found.sort((a, b) => a - b);
    if (sorted.length === 0) return [];
    const [median, lowest, highest] = [sorted.length >> 1, 0, sorted.length - 1].map((i) =>
      rounded(sorted[i]!),
    );
    return [`| ${labels[name]} | ${median} | ${lowest} | ${highest} |`];
  });
  return [
    `| figure, of ${samples.length} runs | median | lowest | highest |`,
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const rounded = (value: number) => value.toFixed(value < 200 ? 1 : 0);
