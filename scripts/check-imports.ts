#!/usr/bin/env node
// Fails when a module imports one that the table does not allow, reaches past another module's
// index, or takes part in an import cycle (type imports included).
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** Who may import whom; `docs/architecture.md` holds the reasons. */
const NODES = ['core', 'contracts', 'circuits'];
const ALLOWED: Record<string, readonly string[]> = {
  core: [],
  contracts: ['core'],
  circuits: ['core'],
  'sequencer-hooks': ['core', 'contracts'],
  bridge: ['core', 'contracts'],
  'market/sdk': NODES,
  'market/provider': [...NODES, 'market/sdk'],
  'market/scheduler': [...NODES, 'market/sdk'],
};
ALLOWED['stack'] = Object.keys(ALLOWED);
ALLOWED['e2e'] = Object.keys(ALLOWED);
ALLOWED['scripts'] = Object.keys(ALLOWED);

// Biome keeps every import on a form that this finds; a comment never ends in `from '…'`.
const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g;

const aliases = (
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    imports: Record<string, string>;
  }
).imports;

function moduleOf(file: string): string | undefined {
  return Object.keys(ALLOWED).find((name) => file.startsWith(`${name}/`));
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(SPECIFIER)].map((m) => m[1] ?? m[2] ?? m[3] ?? '');
}

function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return aliases[specifier]?.slice(2);
  if (specifier.startsWith('.')) return relative(ROOT, resolve(ROOT, dirname(file), specifier));
  return undefined;
}

const tracked = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], {
  cwd: ROOT,
});
const files = tracked
  .toString()
  .split('\n')
  .filter((f) => f !== '' && moduleOf(f) !== undefined);
const problems: string[] = [];
const edges = new Map<string, string[]>();

for (const file of files) {
  const from = moduleOf(file) as string;
  for (const specifier of importsOf(file)) {
    const to = target(file, specifier);
    if (specifier.startsWith('#') && !to) problems.push(`${file}: unknown module ${specifier}`);
    if (!to) continue;
    edges.set(file, [...(edges.get(file) ?? []), to]);
    const other = moduleOf(to);
    if (other === undefined || other === from) continue;
    if (!ALLOWED[from]?.includes(other)) problems.push(`${file}: ${from} may not import ${other}`);
    if (!specifier.startsWith('#'))
      problems.push(`${file}: import ${other} by its # name, not ${specifier}`);
  }
}

const state = new Map<string, 'open' | 'done'>();
function findCycle(file: string, path: readonly string[]): void {
  if (state.get(file) === 'done') return;
  if (state.get(file) === 'open') {
    problems.push(`cycle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
    return;
  }
  state.set(file, 'open');
  for (const next of edges.get(file) ?? []) findCycle(next, [...path, file]);
  state.set(file, 'done');
}
for (const file of files) findCycle(file, []);

for (const problem of problems) console.error(problem);
console.error(`${files.length} files, ${problems.length} problems`);
process.exitCode = problems.length ? 1 : 0;
