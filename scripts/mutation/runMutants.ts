import type { Compiler } from '../solidity/createCompiler.ts';
import type { Tester } from '../solidity/createTester.ts';
import type { Mutant } from './findMutants.ts';
import type { TestPlan } from './planTests.ts';

export type Outcome =
  | { outcome: 'killed'; by: string }
  | { outcome: 'survived'; tests: string[] }
  | { outcome: 'not compiled' };
export type Tried = Mutant & Outcome;

interface Tools {
  compiler: Compiler;
  tester: Tester;
  plan: TestPlan;
}

/**
 * Compiles each test that can notice the mutant, and runs it, until one fails, or as many as `limit` passed.
 * A change that the compiler refuses says nothing about the tests.
 */
export async function tryMutant(o: Tools & { mutant: Mutant; limit: number }): Promise<Outcome> {
  const { mutant, plan } = o;
  const tests = plan.testsOf(mutant.file).slice(0, o.limit);
  for (const test of tests) {
    const overlay = { [mutant.file]: mutant.source };
    const compiled = await o.compiler.compile({ test, overlay });
    if ('error' in compiled) return { outcome: 'not compiled' };
    const { failed } = await o.tester.run({ test, contracts: compiled.contracts });
    if (failed) return { outcome: 'killed', by: `${test} ${failed}` };
  }
  return { outcome: 'survived', tests };
}

/**
 * Runs every test on the sources as they are.
 * @throws Error naming the first test that fails: nothing could be said about mutants then
 */
export async function checkBaseline(
  o: Tools & { tests: readonly string[]; onTest: (test: string, count: number) => void },
): Promise<void> {
  for (const test of o.tests) {
    const compiled = await o.compiler.compile({ test, overlay: {} });
    if ('error' in compiled) throw new Error(compiled.error);
    const { failed, count } = await o.tester.run({ test, contracts: compiled.contracts });
    if (failed) throw new Error(`${test} ${failed} fails without any mutant. Mend it first.`);
    o.onTest(test, count);
  }
}
