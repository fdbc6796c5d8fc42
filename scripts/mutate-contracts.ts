// Seeds mistakes into the settlement contracts, one at a time, and sees whether a Solidity test notices.
// The checkout is never changed: a mutant exists only in what the compiler is given.
// Usage: npm run mutate [-- --mutants 120 --seed 1 --only ManagerRollups --write]; --help says more.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMutants, shuffleMutants } from './mutation/findMutants.ts';
import { planTests } from './mutation/planTests.ts';
import { killedBefore, type Report, reportOf, unexplained } from './mutation/reportOf.ts';
import { checkBaseline, type Tried, tryMutant } from './mutation/runMutants.ts';
import { createCompiler } from './solidity/createCompiler.ts';
import { createTester } from './solidity/createTester.ts';
import { ROOT, settlementSources, settlementTests } from './solidity/settlementSources.ts';

const REPORT = join(ROOT, 'contracts/mutation.json');
const HELP = `Usage: npm run mutate [-- <options>]

  --mutants <n>    how many are tried, refused ones not counted (default 120)
  --seed <n>       the same seed tries the same mutants (default 1)
  --only <texts>   only files whose path has one of these in it, separated by commas
  --tests <n>      a mutant survives when the n likeliest tests of those that could notice pass (default 8)
  --resume         take over what contracts/mutation.json has as killed; try its survivors again
  --no-baseline    leave out the run without mutants
  --write          add the result to contracts/mutation.json, where survivors are explained
  --json           print the report as JSON at the end

Ends with exit code 1 when a mutant survives that contracts/mutation.json does not explain.`;

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    tests: { type: 'string', default: '8' },
    resume: { type: 'boolean', default: false },
    'no-baseline': { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const wanted = Number(values.mutants);
  const run = { seed: Number(values.seed), only: values.only.split(',').filter(Boolean) };
  const found = settlementSources().flatMap((file) =>
    findMutants({ file, source: readFileSync(join(ROOT, file), 'utf8') }),
  );
  const mutants = shuffleMutants({
    mutants: found.filter(
      ({ file }) => run.only.length === 0 || run.only.some((part) => file.includes(part)),
    ),
    seed: run.seed,
  });
  console.log(`${mutants.length} mutants, seed ${run.seed}; trying ${wanted}`);

  await using compiler = createCompiler();
  const tests = settlementTests({ invariants: false });
  const tools = { compiler, tester: await createTester(), plan: planTests({ tests }) };
  if (!values['no-baseline']) {
    const onTest = (test: string, count: number) => console.log(`  passes ${test} (${count})`);
    await checkBaseline({ ...tools, tests, onTest });
  }
  const tried: Tried[] = [];
  const earlier = readReport();
  for (const mutant of mutants) {
    if (tried.filter(({ outcome }) => outcome !== 'not compiled').length >= wanted) break;
    const known = values.resume ? killedBefore(mutant, earlier) : undefined;
    const limit = Number(values.tests);
    const result = { ...mutant, ...(known ?? (await tryMutant({ ...tools, mutant, limit }))) };
    tried.push(result);
    if (result.outcome === 'killed') tools.plan.learn(result.file, result.by.split(' ')[0]!);
    if (result.outcome === 'not compiled' || known) continue;
    if (values.write) write(reportOf({ run, tried, found, earlier }));
    const at = `${result.file}:${result.line}`;
    console.log(`  ${result.outcome} ${at} ${result.operator}: ${result.before} → ${result.after}`);
  }
  finish(reportOf({ run, tried, found, earlier }));
}

function readReport(): Report | undefined {
  try {
    return JSON.parse(readFileSync(REPORT, 'utf8')) as Report;
  } catch {
    // The first run.
    return undefined;
  }
}

/** After every mutant, so that a run cut short leaves what it found. */
function write(report: Report): void {
  writeFileSync(REPORT, `${JSON.stringify(report, null, 2)}\n`);
}

function finish(report: Report): void {
  const { total, killed } = report;
  if (values.json) console.log(JSON.stringify(report));
  else console.table(report.byOperator);
  const open = unexplained(report);
  for (const { file, line, before, after } of open) {
    console.log(`  survived ${file}:${line} ${before} → ${after}`);
  }
  console.log(`${killed} of ${total} killed, ${open.length} survivors without an explanation`);
  if (open.length) process.exitCode = 1;
}
