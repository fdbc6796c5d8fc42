// Measures which statements of the settlement contracts their Solidity tests reach, with the marks of EDR that
// Hardhat's own coverage uses; compiled hardly optimised, so that it takes minutes.
// Usage: npm run coverage [-- --json --invariants]; --help says more.
import { parseArgs } from 'node:util';
import { hexOf, instrument } from './coverage/instrument.ts';
import { type Coverage, percent, summarize, total } from './coverage/summarize.ts';
import { createCompiler } from './solidity/createCompiler.ts';
import { createTester } from './solidity/createTester.ts';
import { settlementSources, settlementTests } from './solidity/settlementSources.ts';

/** In percent; and every refusal must be reached. */
const WANTED = { lines: 98, statements: 97 };
/** The marks cost gas, and these tests count it. */
const COUNTS_GAS = 'lackOfGas|floorSuffices';
const HELP = `Usage: npm run coverage [-- <options>]

  --invariants   run the invariants as well
  --json         print the result as JSON at the end

Ends with exit code 1 below ${WANTED.lines} % of lines or ${WANTED.statements} % of statements, when a revert or a require was
not reached, or when a test fails.`;

const { values } = parseArgs({
  options: {
    invariants: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) console.log(HELP);
else await main();

async function main(): Promise<void> {
  const { overlay, statements } = instrument(settlementSources());
  const hit = new Set<string>();
  const tester = await createTester();
  await using compiler = createCompiler();
  for (const test of settlementTests(values)) {
    const compiled = await compiler.compile({ test, overlay });
    if ('error' in compiled) throw new Error(compiled.error);
    const { failed, count } = await tester.run({
      ...{ test, contracts: compiled.contracts, except: COUNTS_GAS },
      onCoverage: (tags) => {
        for (const tag of tags) hit.add(hexOf(tag));
      },
    });
    console.log(failed ? `  FAILS ${test} ${failed}` : `  passes ${test} (${count})`);
    if (failed) process.exitCode = 1;
  }
  const refusals = statements.filter(({ text }) => /^(?:revert|require)\b/.test(text));
  finish(summarize({ statements, hit }), {
    all: refusals.length,
    hit: refusals.filter(({ tag }) => hit.has(tag)).length,
  });
}

function finish(files: Record<string, Coverage>, refusals: { all: number; hit: number }): void {
  const sum = total(Object.values(files));
  if (values.json) console.log(JSON.stringify({ total: sum, refusals, files }));
  else
    console.table(Object.fromEntries(Object.entries(files).map(([file, c]) => [file, rowOf(c)])));
  for (const [file, { missed }] of Object.entries(files)) {
    for (const { line, text } of missed) console.log(`  not reached: ${file}:${line} ${text}`);
  }
  const { lines, statements } = rowOf(sum);
  console.log(
    `lines ${lines}, statements ${statements}, refusals ${refusals.hit} of ${refusals.all}`,
  );
  const enough =
    100 * sum.linesHit >= WANTED.lines * sum.lines &&
    100 * sum.statementsHit >= WANTED.statements * sum.statements &&
    refusals.hit === refusals.all;
  if (!enough) process.exitCode = 1;
}

function rowOf(c: Coverage): { lines: string; statements: string } {
  return {
    lines: percent(c.linesHit, c.lines),
    statements: percent(c.statementsHit, c.statements),
  };
}
