import {
  type Artifact,
  CollectStackTraces,
  EdrContext,
  IncludeTraces,
  L1_CHAIN_TYPE,
  l1SolidityTestRunnerFactory,
  type SuiteResult,
  TestStatus,
} from '@nomicfoundation/edr';
import { ROOT } from './settlementSources.ts';
import type { CompiledContract } from './solcWorker.ts';

/** Enough for every test; a mutant that never ends uses it up, and fails. */
const GAS_LIMIT = 2n ** 30n;
/** Those of Hardhat's own runs, so that a mutant fails there too. */
const FUZZ = {
  runs: 256,
  seed: '0x7727ea51af0441c20da14dcd68a15dac8c9ebd589c5be8fa8c87c1d3720450bc',
};
/** Told here too, because what a test says of itself in a comment is not read. */
const INVARIANT = { runs: 16, depth: 80 };

export interface Tester {
  /**
   * Runs the tests among the contracts of one file.
   * @param o.except pattern of the names of tests that are left out
   * @param o.onCoverage is given the tags of instrumented statements that were reached
   * @returns the first test that failed, and how many there were
   */
  run(o: {
    test: string;
    contracts: readonly CompiledContract[];
    except?: string;
    onCoverage?: (tags: readonly Uint8Array[]) => void;
  }): Promise<{ failed: string | undefined; count: number }>;
}

/** EDR's runner of Solidity tests, without Hardhat around it. */
export async function createTester(): Promise<Tester> {
  const context = new EdrContext();
  await context.registerSolidityTestRunnerFactory(L1_CHAIN_TYPE, l1SolidityTestRunnerFactory());
  return {
    async run({ test, contracts, except, onCoverage }) {
      const artifacts = contracts.map((contract) => toArtifact(test, contract));
      const suites = artifacts.filter(isSuite).map(({ id }) => id);
      const results: SuiteResult[] = [];
      await runAll({ context, artifacts, suites, results, except, onCoverage });
      const tests = results.flatMap((suite) => suite.testResults);
      const failed = tests.find(({ status }) => status === TestStatus.Failure);
      return { failed: failed?.name, count: tests.length };
    },
  };
}

async function runAll(o: {
  context: EdrContext;
  artifacts: Artifact[];
  suites: Artifact['id'][];
  results: SuiteResult[];
  except: string | undefined;
  onCoverage: ((tags: readonly Uint8Array[]) => void) | undefined;
}): Promise<void> {
  const { suites, results, onCoverage } = o;
  const { promise: all, resolve: finished } = Promise.withResolvers<void>();
  if (suites.length === 0) finished();
  const onCollectedCoverageCallback = async (tags: Uint8Array[]) => onCoverage?.(tags);
  const config = {
    ...{
      projectRoot: ROOT,
      hardfork: 'shanghai',
      fuzz: FUZZ,
      invariant: INVARIANT,
      gasLimit: GAS_LIMIT,
    },
    ...{ disableBlockGasLimit: true, disableTransactionGasCap: true },
    ...{ includeTraces: IncludeTraces.None, collectStackTraces: CollectStackTraces.OnFailure },
    ...(o.except ? { excludeTestPattern: o.except } : {}),
    ...(onCoverage ? { observability: { codeCoverage: { onCollectedCoverageCallback } } } : {}),
  };
  const onSuite = (result: SuiteResult) => {
    results.push(result);
    if (results.length === suites.length) finished();
  };
  await o.context.runSolidityTests(L1_CHAIN_TYPE, o.artifacts, suites, config, {}, onSuite);
  await all;
}

function toArtifact(source: string, { name, ...contract }: CompiledContract): Artifact {
  return { id: { name, source, solcVersion: '0.8.30' }, contract };
}

function isSuite({ contract }: Artifact): boolean {
  const abi = JSON.parse(contract.abi) as { type: string; name?: string }[];
  const tests = abi.some(
    ({ type, name }) => type === 'function' && /^(?:test|invariant)/.test(name ?? ''),
  );
  return tests && (contract.bytecode?.length ?? 0) > 2;
}
