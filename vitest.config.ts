import { defineConfig } from 'vitest/config';
import { InterleaveTests } from './scripts/interleaveTests.ts';

const LONG = '**/*.long.test.ts';
/** Needs a container engine; skipped with the reason where there is none. */
const CONTAINERS = '**/*.docker.test.ts';
const LONG_CONTAINERS = '**/*.docker.long.test.ts';
/** It starts and kills a dozen processes: not beside other tests. */
const MARATHON = 'stack/marathon/*.test.ts';
const shared = {
  retry: 0,
  // Generous, because machines are shared; a deadline says "hangs", never "is slow".
  hookTimeout: 300_000,
  passWithNoTests: true,
  exclude: ['**/node_modules/**', LONG, CONTAINERS],
};

export default defineConfig({
  test: {
    // Two cores, and a whole stack waits for its blocks half of the time: three keep them busy.
    maxWorkers: 3,
    sequence: { sequencer: InterleaveTests },
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['{core,bridge,market,stack,sequencer-hooks,scripts}/**/*.test.ts'],
          exclude: [...shared.exclude, MARATHON],
          testTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'contracts',
          include: ['contracts/**/*.test.ts'],
          testTimeout: 240_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'circuits',
          include: ['circuits/**/*.test.ts'],
          testTimeout: 300_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'e2e',
          include: ['e2e/**/*.test.ts', MARATHON],
          testTimeout: 900_000,
          globalSetup: 'e2e/globalSetup.ts',
        },
      },
      {
        test: {
          ...shared,
          name: 'containers',
          include: [CONTAINERS],
          exclude: ['**/node_modules/**'],
          testTimeout: 600_000,
          // The images are built once, before the first test.
          globalSetup: 'scripts/images/globalSetup.ts',
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'long',
          include: [LONG],
          exclude: ['**/node_modules/**', LONG_CONTAINERS],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'long-containers',
          include: [LONG_CONTAINERS],
          exclude: ['**/node_modules/**'],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          globalSetup: 'scripts/images/globalSetup.ts',
          fileParallelism: false,
        },
      },
    ],
  },
});
