// Compiles one test file at a time. A worker of its own, because a long-lived wasm compiler runs out of memory.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { ROOT } from './settlementSources.ts';

const solc = createRequire(import.meta.url)('solc') as {
  compile(input: string, callbacks: { import: (path: string) => object }): string;
};

export interface CompileRequest {
  test: string;
  /** Files that are read from here instead of the checkout. */
  overlay: Record<string, string>;
}

export interface CompiledContract {
  name: string;
  abi: string;
  bytecode: string;
  deployedBytecode: string;
}

export type CompileAnswer = { contracts: CompiledContract[] } | { error: string };

interface Output {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<
    string,
    Record<
      string,
      { abi: object; evm: Record<'bytecode' | 'deployedBytecode', { object: string }> }
    >
  >;
}

/** Hardly optimised: a third of the time, and the same behaviour. Without Yul's stack the code is too deep. */
const HARDLY = {
  enabled: false,
  details: {
    ...{ peephole: true, jumpdestRemover: true, deduplicate: false, cse: false },
    ...{ constantOptimizer: false, inliner: false, yul: true },
    yulDetails: { stackAllocation: true, optimizerSteps: 'u:' },
  },
};

/** As shipped: these tests measure gas. */
const OPTIMIZED = { enabled: true, runs: 200 };
const MEASURES_GAS = /^contracts\/verifiers\//;

function compile({ test, overlay }: CompileRequest): CompileAnswer {
  const read = (path: string) => {
    if (overlay[path] !== undefined) return { contents: overlay[path] };
    const file = [join(ROOT, path), join(ROOT, 'node_modules', path)].find(existsSync);
    return file ? { contents: readFileSync(file, 'utf8') } : { error: `${path} not found` };
  };
  const input = {
    language: 'Solidity',
    sources: { [test]: { content: readFileSync(join(ROOT, test), 'utf8') } },
    settings: {
      ...{ evmVersion: 'shanghai', optimizer: MEASURES_GAS.test(test) ? OPTIMIZED : HARDLY },
      outputSelection: {
        [test]: { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] },
      },
    },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as Output;
  const problem = output.errors?.find(({ severity }) => severity === 'error');
  if (problem) return { error: problem.formattedMessage };
  return {
    contracts: Object.entries(output.contracts?.[test] ?? {}).map(([name, { abi, evm }]) => ({
      name,
      abi: JSON.stringify(abi),
      bytecode: `0x${evm.bytecode.object}`,
      deployedBytecode: `0x${evm.deployedBytecode.object}`,
    })),
  };
}

parentPort!.on('message', (request: CompileRequest) => parentPort!.postMessage(compile(request)));
