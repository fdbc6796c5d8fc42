import type { WalkResult } from '#stack';

/** One recorded walk, as it stands in `docs/official-runs/`. */
export interface Run
  extends Pick<
    WalkResult,
    'combination' | 'containers' | 'fidelity' | 'steps' | 'timings' | 'memory'
  > {
  name: string;
  date: string;
  /** What a reader must know to read the figures. */
  note?: string;
  /** Of this repository; `changed` when files beside the documentation differed from the commit. */
  devkit: { commit: string; changed: boolean; node: string };
  /** Source commit and SHA-256 of the programs that the containers were seen to run. */
  components: Record<string, { commit: string; sha256: string }>;
  machine: { cores: number; memoryGiB: number; load: number };
}

const seconds = (ms: number) => (ms / 1_000).toFixed(1);
const mib = (bytes: number) => Math.round(bytes / 2 ** 20);

/** The run in Markdown. Transactions and image ids are left to its record. */
export function runSection(run: Run): string {
  const { machine, devkit, timings } = run;
  const { commit, changed, node } = devkit;
  const parts = Object.entries(run.combination).map(([part, chosen]) => `${part} ${chosen}`);
  return [
    `### ${run.name}`,
    '',
    `${run.date}; ${machine.cores} cores, ${machine.memoryGiB} GiB, load average ${machine.load}; devkit ` +
      `\`${commit.slice(0, 12)}\`${changed ? ' with changes' : ''}, Node.js ${node}. ${run.note ?? ''}`.trimEnd(),
    '',
    `Options: ${parts.join(', ')}. The whole record: [\`${run.name}.json\`](official-runs/${run.name}.json).`,
    '',
    ...programTable(run),
    '| part | says of itself |',
    '|---|---|',
    ...Object.entries(run.fidelity).map(
      ([part, { impl, engine = '', version = '' }]) =>
        `| ${part} | ${[impl, engine, version].filter(Boolean).join(' ')} |`,
    ),
    '',
    '| step | seconds | where |',
    '|---|---:|---|',
    ...run.steps.map(({ name, ms, chain }) => `| ${name} | ${seconds(ms)} | ${chain ?? ''} |`),
    '',
    `Ready after ${seconds(timings.ready)} s, job paid after ${seconds(timings.job)} s, batch verified on L1 after ` +
      `${seconds(timings.settled)} s, everything after ${seconds(timings.total)} s. ${memoryLine(run)}`,
    '',
    '',
  ].join('\n');
}

/** Containers of the same image and program are one row. */
function programTable({ containers, components }: Run): string[] {
  const rows = new Map<string, string[]>();
  for (const [name, { image, digest, program }] of Object.entries(containers)) {
    const source = Object.values(components).find(({ sha256 }) => sha256 === program?.sha256);
    const row = [
      `${image}${digest ? '' : ' (built here)'}`,
      source ? `\`${source.commit}\`` : '–',
      program ? `\`${program.path}\` \`${program.sha256.slice(0, 16)}…\`` : '–',
    ].join(' | ');
    rows.set(row, [...(rows.get(row) ?? []), name]);
  }
  if (rows.size === 0) return [];
  const lines = [...rows].map(([row, names]) => `| ${names.join(', ')} | ${row} |`);
  return ['| container | image | source | program, SHA-256 |', '|---|---|---|---|', ...lines, ''];
}

/** PSS of processes and containers; what the engine itself takes is not in it. */
function memoryLine({ containers, memory }: Run): string {
  const all = Object.entries(memory.byProcess).sort(([, a], [, b]) => b - a);
  const inside = all.filter(([name]) => name in containers);
  const sum = inside.reduce((total, [, bytes]) => total + bytes, 0);
  const list = all.slice(0, 8).map(([name, bytes]) => `${name} ${mib(bytes)}`);
  return (
    `Memory at the peak (PSS): ${mib(memory.peakPssBytes)} MiB, of which in containers ${mib(sum)} MiB; ` +
    `the heaviest: ${list.join(', ')}.`
  );
}
