import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CompileAnswer, CompileRequest } from './solcWorker.ts';

/** Compilations by one worker before the next takes its place. */
const PER_WORKER = 25;

export interface Compiler extends AsyncDisposable {
  compile(request: CompileRequest): Promise<CompileAnswer>;
}

/** The project's solc, for test files with other sources than the checkout's. One request at a time. */
export function createCompiler(): Compiler {
  let worker: Worker | undefined;
  let uses = 0;
  return {
    async compile(request) {
      if (uses >= PER_WORKER) {
        await worker?.terminate();
        worker = undefined;
      }
      if (!worker) {
        worker = new Worker(join(import.meta.dirname, 'solcWorker.ts'));
        uses = 0;
      }
      uses += 1;
      worker.postMessage(request);
      const [answer] = (await once(worker, 'message')) as [CompileAnswer];
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await worker?.terminate();
    },
  };
}
