// Measures what a user feels: `npm start -- --once` after installation, several times in a row.
// Usage: npm run bench:start [-- <runs>]; prints median, lowest and highest of each figure.
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
const runs = Number(process.argv[2] ?? 5);

interface Sample {
  /** Wall time of the whole command, and what it reported of itself; seconds and MiB. */
  command: number;
  ready: number;
  job: number;
  settled: number;
  total: number;
  memory: number;
}

async function measure(): Promise<Sample> {
  const start = performance.now();
  const child = spawn(
    process.execPath,
    [
      'scripts/run.mjs',
      'start',
      '--once',
      '--json',
      '--l1-port',
      '0',
      '--l2-port',
      '0',
      '--bridge-port',
      '0',
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const command = (performance.now() - start) / 1000;
  const result = JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
  if (code !== 0) throw new Error(`the walk failed: ${output}`);
  const { ready, job, settled, total } = result.timings as Record<string, number>;
  const seconds = (ms: number | undefined) => (ms ?? Number.NaN) / 1000;
  return {
    command,
    ready: seconds(ready),
    job: seconds(job),
    settled: seconds(settled),
    total: seconds(total),
    memory: result.memory.peakPssBytes / 2 ** 20,
  };
}

const LABELS: Record<keyof Sample, string> = {
  command: '`npm start -- --once`, whole command (s)',
  ready: 'stack ready (s)',
  job: 'job paid (s)',
  settled: 'its batch verified on L1 (s)',
  total: 'earnings claimed on L1 (s)',
  memory: 'peak memory, sum of PSS (MiB)',
};

const samples: Sample[] = [];
for (let i = 0; i < runs; i++) {
  samples.push(await measure());
  console.error(`run ${i + 1} of ${runs}: ${samples.at(-1)?.command.toFixed(1)} s`);
}
console.log(`| figure, of ${runs} runs | median | lowest | highest |\n|---|---|---|---|`);
for (const name of Object.keys(LABELS) as (keyof Sample)[]) {
  const sorted = samples.map((s) => s[name]).sort((a, b) => a - b);
  const at = (i: number) => (sorted[i] ?? Number.NaN).toFixed(name === 'memory' ? 0 : 1);
  console.log(
    `| ${LABELS[name]} | ${at(Math.floor(sorted.length / 2))} | ${at(0)} | ${at(sorted.length - 1)} |`,
  );
}
