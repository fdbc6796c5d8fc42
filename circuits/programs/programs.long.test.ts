// SPDX-License-Identifier: GPL-3.0-or-later
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Compared, CompareTask } from '../testing/compareProcess.ts';
import { shipped } from '../testing/shipped.ts';
import { programs } from './programs.ts';

const RANDOM_CASES = Number(process.env['BIGFILE_CASES'] ?? 10_000);
const COMPARE = fileURLToPath(new URL('../testing/compareProcess.ts', import.meta.url));
/** Inputs between two lines of progress. */
const TOLD_EVERY = 1_000;

async function compareInProcess(task: CompareTask, onCompared: (o: Compared) => void) {
  // Without the flags of the test runner.
  const child = fork(COMPARE, [JSON.stringify(task)], { execArgv: [] });
  child.on('message', (message) => onCompared(message as Compared));
  expect(await once(child, 'close')).toEqual([0, null]);
}

test.each(Object.keys(programs))(
  `the circuit of %s equals the reference on all edge and ${RANDOM_CASES} random inputs`,
  async (name) => {
    // Compiled once, before the processes want it.
    await shipped(name);
    const processes = Math.min(availableParallelism(), RANDOM_CASES);
    const different: string[] = [];
    let compared = 0;
    const onCompared = (o: Compared) => {
      different.push(...o.different);
      const told = Math.floor(compared / TOLD_EVERY);
      compared += o.inputs;
      if (Math.floor(compared / TOLD_EVERY) > told) console.log(`${name}: ${compared} inputs`);
    };
    await Promise.all(
      Array.from({ length: processes }, (_, i) => {
        const share = Math.floor(RANDOM_CASES / processes) + (i < RANDOM_CASES % processes ? 1 : 0);
        return compareInProcess({ name, cases: share, edges: i === 0 }, onCompared);
      }),
    );
    expect(different).toEqual([]);
    expect(compared).toBeGreaterThan(RANDOM_CASES);
  },
  10_800_000,
);
