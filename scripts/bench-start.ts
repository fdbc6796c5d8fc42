#!/usr/bin/env node
// Measures what a user waits for, several times in a row; prints median, lowest and highest of each figure.
// Usage: npm run bench:start [-- --runs 5] [--in clone] [--log samples.jsonl]
//   --in checkout  `npm start -- --once` in this checkout, installed (default)
//   --in clone     in a bare clone of HEAD, with an npm cache of its own: `npm start -- --once`, the same
//                  again, and, unless `--no-test`, `npm test`; about a quarter of an hour a run
//   --log          keeps every sample, so that a later call goes on where one was cut off
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LABELS, type Sample, table } from './bench/samples.ts';
import { inClone, startOnce } from './bench/startOnce.ts';

const ROOT = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({
  options: {
    runs: { type: 'string' },
    in: { type: 'string', default: 'checkout' },
    log: { type: 'string' },
    test: { type: 'boolean', default: true },
  },
  allowPositionals: true,
  allowNegative: true,
});
const runs = Number(values.runs ?? positionals[0] ?? 5);
const places = ['checkout', 'clone'];
if (!Number.isSafeInteger(runs) || runs < 1 || !places.includes(values.in)) {
  console.error(
    'Usage: npm run bench:start [-- --runs 5] [--in checkout|clone] [--no-test] [--log <file>]',
  );
  process.exit(2);
}

const samples: Sample[] = earlier(values.log);
if (samples.length > 0) console.error(`${samples.length} runs are in ${values.log}`);
while (samples.length < runs) {
  const sample =
    values.in === 'clone' ? await inClone(ROOT, { test: values.test }) : await startOnce(ROOT);
  samples.push(sample);
  if (values.log) appendFileSync(values.log, `${JSON.stringify(sample)}\n`);
  const told = Object.entries(sample).map(([name, value]) => `${name} ${value.toFixed(1)}`);
  console.error(`run ${samples.length} of ${runs}: ${told.join(', ')}`);
}
console.log(table(samples, LABELS));

function earlier(log: string | undefined): Sample[] {
  if (!log || !existsSync(log)) return [];
  const lines = readFileSync(log, 'utf8').trim().split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Sample);
}
