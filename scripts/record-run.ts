#!/usr/bin/env node
// Records a walk with official components: `bigfile walk --once --json … | node scripts/record-run.ts
// --name <name> [--component <name>=<commit>:<binary>]…`. Keeps the facts in docs/official-runs/<name>.json
// and writes the tables of docs/official-components.md anew from all of them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { WalkResult } from '#stack';
import { type Run, runSection } from './runSection.ts';

const ROOT = resolve(import.meta.dirname, '..');
const RUNS = join(ROOT, 'docs', 'official-runs');
const PAGE = join(ROOT, 'docs', 'official-components.md');
const [BEGIN, END] = ['<!-- runs: begin -->', '<!-- runs: end -->'];

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    component: { type: 'string', multiple: true, default: [] },
    load: { type: 'string' },
    note: { type: 'string' },
  },
});
if (values.name) record(values.name);
writeFileSync(PAGE, withRuns(readFileSync(PAGE, 'utf8'), allRuns()));

function record(name: string): void {
  const walked = JSON.parse(readFileSync(0, 'utf8').trim().split('\n').at(-1)!) as WalkResult;
  if (!walked.ok || walked.batch.stateRoot !== walked.batch.l2StateRoot) {
    throw new Error(`${name}: the walk did not reach its end; there is nothing to record.`);
  }
  const { combination, containers, fidelity, steps, timings, memory } = walked;
  const components = Object.fromEntries(values.component.map(parseComponent));
  const ran = Object.values(containers).map(({ program }) => program?.sha256);
  for (const [component, { sha256 }] of Object.entries(components)) {
    if (!ran.includes(sha256)) {
      throw new Error(`${component}: no container of this walk ran the program ${sha256}.`);
    }
  }
  const run: Run = {
    name,
    date: new Date().toISOString().slice(0, 10),
    ...(values.note ? { note: values.note } : {}),
    devkit: { ...checkout(), node: process.version },
    machine: {
      cores: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      load: Number(values.load ?? loadavg()[1]!.toFixed(0)),
    },
    ...{ combination, components, containers, timings, memory, fidelity, steps },
  };
  mkdirSync(RUNS, { recursive: true });
  writeFileSync(join(RUNS, `${name}.json`), `${JSON.stringify(run, null, 2)}\n`);
}

/** The records themselves do not make a checkout another one. */
function checkout(): { commit: string; changed: boolean } {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const sources = ['status', '--porcelain', '--', '.', ':!docs'];
  return { commit: git('rev-parse', 'HEAD').trim(), changed: git(...sources) !== '' };
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

function withRuns(page: string, runs: readonly Run[]): string {
  const [before = '', rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  const sections = runs.length ? runs.map(runSection) : ['None is recorded yet.\n\n'];
  return [before, BEGIN, '\n\n', ...sections, END, after].join('');
}
