// `npm test`: static checks, Solidity tests, then the vitest projects. Ends with one line of totals.
// Usage: npm test [-- <stage> …], stages: check, solidity, unit, contracts, circuits, e2e, containers
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');
/** These share one engine with a global setup, and run by themselves. */
const ALONE = ['containers'];
const VITEST = ['unit', 'contracts', 'circuits', 'e2e', ...ALONE];
const STAGES = ['check', 'solidity', ...VITEST];

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((stage) => !STAGES.includes(stage));
if (unknown.length) {
  console.error(`Unknown stage ${unknown.join(', ')}. Stages: ${STAGES.join(', ')}.`);
  process.exit(2);
}
const runs = (stage: string) => wanted.length === 0 || wanted.includes(stage);
const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const add = (t: Totals) => {
  totals.passed += t.passed;
  totals.failed += t.failed;
  totals.skipped += t.skipped;
};

/** Every process of every stack loads the same modules: they are compiled once. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(ROOT, '.bigfile', 'cache', 'node') };

/** Runs a local binary, shows its output, and returns it too. */
function runTool(
  name: string,
  args: string[],
  { show = true } = {},
): Promise<{ code: number; output: string }> {
  if (show) console.log(`\n— ${name} ${args.join(' ')}`);
  const child = spawn(join(ROOT, 'node_modules', '.bin', name), args, {
    ...{ cwd: ROOT, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString();
    if (show) process.stdout.write(chunk);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((done) => child.on('close', (code) => done({ code: code ?? 1, output })));
}

/** A check without tests of its own counts as one. */
async function check(name: string, args: string[]): Promise<void> {
  const { code } = await runTool(name, args);
  add({ passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 });
}

/** Compiles the circuits; what went wrong is shown, and counts as a failure, when it is waited for. */
function startCircuits(): () => Promise<void> {
  const building = runTool('../../scripts/build-circuits.ts', [], { show: false });
  return async () => {
    const { code, output } = await building;
    if (code === 0) return;
    console.log(`\n— the circuits\n${output}`);
    add({ passed: 0, failed: 1, skipped: 0 });
  };
}

async function solidity(): Promise<void> {
  const { code, output } = await runTool('hardhat', ['test', 'solidity']);
  const count = (word: string) => Number(output.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
  const failed = count('failing');
  add({
    passed: count('passing'),
    // A run that dies before it counts is a failure too.
    failed: code !== 0 && failed === 0 ? 1 : failed,
    skipped: count('pending') + count('skipped'),
  });
}

async function vitest(projects: string[]): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bigfile-test-'));
  const report = join(directory, 'report.json');
  const { code } = await runTool('vitest', [
    'run',
    ...projects.flatMap((p) => ['--project', p]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  const empty = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 };
  let counts = empty;
  try {
    counts = JSON.parse(readFileSync(report, 'utf8')) as typeof empty;
  } catch {
    console.error('vitest left no report: it ended before the tests did.');
  }
  rmSync(directory, { recursive: true });
  add({
    passed: counts.numPassedTests,
    failed: code !== 0 && counts.numFailedTests === 0 ? 1 : counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  });
}

const quick = VITEST.filter((p) => !ALONE.includes(p) && runs(p));
// One core compiles the contracts meanwhile.
const circuits = quick.some((p) => p === 'circuits' || p === 'e2e') ? startCircuits() : undefined;
if (runs('check')) {
  await check('biome', ['check', '.']);
  await check('tsc', ['--noEmit']);
  await check('../../scripts/check-imports.ts', []);
}
if (runs('solidity')) await solidity();
else if (VITEST.some(runs)) await check('hardhat', ['build', '--no-tests']);
await circuits?.();
if (quick.length) await vitest(quick);
for (const project of ALONE) if (runs(project)) await vitest([project]);

console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = totals.failed ? 1 : 0;
