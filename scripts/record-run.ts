#!/usr/bin/env node
// Records a walk with official components: `bigfile walk --once --json … | node scripts/record-run.ts
// --name <name> [--component <name>=<commit>:<binary>]…`. Keeps the facts in docs/official-runs/<name>.json
// and writes the tables of docs/official-components.md anew from all of them.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Fidelity, Step } from '#stack';

const ROOT = resolve(import.meta.dirname, '..');
const RUNS = join(ROOT, 'docs', 'official-runs');
const PAGE = join(ROOT, 'docs', 'official-components.md');
const [BEGIN, END] = ['<!-- runs: begin -->', '<!-- runs: end -->'];

interface Walked {
  ok: true;
  fidelity: Fidelity;
  steps: Step[];
  batch: { number: number; stateRoot: string; l2StateRoot: string };
  withdrawal: { claimTx: string };
  timings: { ready: number; job: number; settled: number; total: number };
  memory: { peakPssBytes: number; byProcess: Record<string, number> };
}

interface Run extends Pick<Walked, 'fidelity' | 'steps' | 'timings' | 'memory'> {
  name: string;
  date: string;
  /** What was run: source commit and SHA-256 of the program. */
  components: Record<string, { commit: string; sha256: string }>;
  machine: { cores: number; memoryGiB: number; load: number };
}

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    component: { type: 'string', multiple: true, default: [] },
    load: { type: 'string' },
  },
});
if (values.name) record(values.name);
writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), allRuns()));

function record(name: string): void {
  const walked = JSON.parse(readFileSync(0, 'utf8').trim().split('\n').at(-1)!) as Walked;
  if (!walked.ok || walked.batch.stateRoot !== walked.batch.l2StateRoot) {
    throw new Error(`${name}: the walk did not reach its end; there is nothing to record.`);
  }
  const { fidelity, steps, timings, memory } = walked;
  const run: Run = {
    name,
    date: new Date().toISOString().slice(0, 10),
    components: Object.fromEntries(values.component.map(parseComponent)),
    machine: {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      load: Number(values.load ?? loadavg()[1]!.toFixed(0)),
    },
    ...{ timings, memory, fidelity, steps },
  };
  mkdirSync(RUNS, { recursive: true });
  writeFileSync(join(RUNS, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
}

/** `geth=v1.17.5:/path/to/geth` */
function parseComponent(text: string): [string, { commit: string; sha256: string }] {
  const [, name, commit, path] = /^([^=]+)=([^:]+):(.+)$/.exec(text) ?? [];
  if (!name || !commit || !path) throw new Error(`not <name>=<commit>:<binary>: ${text}`);
  const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex');
  return [name, { commit, sha256 }];
}

function allRuns(): Run[] {
  if (!existsSync(RUNS)) return [];
  const files = readdirSync(RUNS).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => JSON.parse(readFileSync(join(RUNS, file), 'utf8')) as Run);
}

function withTables(page: string, runs: readonly Run[]): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  const sections = runs.length ? runs.map(section) : ['None is recorded yet.\n\n'];
  return [before, BEGIN, '\n\n', ...sections, END, after].join('');
}

function section(run: Run): string {
  const { machine, timings, memory } = run;
  const seconds = (ms: number) => (ms / 1_000).toFixed(1);
  const mib = (bytes: number) => Math.round(bytes / 2 ** 20);
  const heaviest = Object.entries(memory.byProcess)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 6)
    .map(([name, bytes]) => `${name} ${mib(bytes)}`);
  return [
    `### ${run.name}`,
    '',
    `${run.date}; ${machine.cores} cores, ${machine.memoryGiB} GiB, load average ${machine.load}.`,
    '',
    '| program | source | SHA-256 |',
    '|---|---|---|',
    ...Object.entries(run.components).map(
      ([name, { commit, sha256 }]) => `| ${name} | \`${commit}\` | \`${sha256}\` |`,
    ),
    '',
    '| part | says of itself |',
    '|---|---|',
    ...Object.entries(run.fidelity).map(
      ([part, { impl, engine = '', version = '' }]) => `| ${part} | ${impl} ${engine} ${version} |`,
    ),
    '',
    '| step | seconds | where |',
    '|---|---:|---|',
    ...run.steps.map(({ name, ms, chain }) => `| ${name} | ${seconds(ms)} | ${chain ?? ''} |`),
    '',
    `Ready after ${seconds(timings.ready)} s, job paid after ${seconds(timings.job)} s, batch verified on L1 after ` +
      `${seconds(timings.settled)} s, withdrawal claimed after ${seconds(timings.total)} s. Memory at the peak (PSS): ` +
      `${mib(memory.peakPssBytes)} MiB; ${heaviest.join(', ')}.`,
    '',
    '',
  ].join('\n');
}
