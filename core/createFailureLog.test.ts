import { expect, test } from 'vitest';
import { BaseError } from './BaseError.ts';
import { createFailureLog } from './createFailureLog.ts';
import { createLogger, type Logger } from './createLogger.ts';
import { AbortedError } from './errors.ts';
import { loop } from './loop.ts';
import { waitFor } from './waitFor.ts';

/** A logger whose records can be looked at. */
function recording() {
  const lines: { level: string; record: Record<string, unknown>; text: string }[] = [];
  const at = (level: string) => (record: Record<string, unknown>, text: string) =>
    void lines.push({ level, record, text });
  const logger = Object.assign(createLogger('test'), { warn: at('warn'), info: at('info') });
  return { lines, logger: logger as Logger };
}
const failure = (message: string) =>
  new BaseError(message, { code: 'TEST_FAILED', details: 'more', metaMessages: ['Try again.'] });

test('behavior: a reason is logged once, another one again, and so is its end', () => {
  const { lines, logger } = recording();
  const log = createFailureLog({ logger, name: 'work' });
  for (const message of ['one', 'one', 'two', 'one']) log.report(failure(message));
  log.recovered();
  log.recovered();
  log.report(failure('one'));
  expect(lines.map(({ level, text }) => `${level} ${text}`)).toEqual([
    'warn failed, trying again: one',
    'warn failed, trying again: two',
    'warn failed, trying again: one',
    'info going on',
    'warn failed, trying again: one',
  ]);
  expect(lines[0]?.record).toEqual({ job: 'work', code: 'TEST_FAILED', details: 'more' });
});

test('behavior: what failed has a reason of its own', () => {
  const { lines, logger } = recording();
  const log = createFailureLog({ logger, name: 'work' });
  for (const job of [1, 2, 1, 2]) log.report(failure('same'), { job });
  expect(lines.map(({ record }) => record['job'])).toEqual([1, 2]);
});

test('behavior: what was stopped is no failure; a strange error keeps its stack', () => {
  const { lines, logger } = recording();
  const log = createFailureLog({ logger, name: 'work' });
  log.report(new AbortedError({ what: 'nothing' }));
  const strange = new TypeError('strange');
  log.report(strange);
  expect(lines.map(({ record }) => record)).toEqual([{ job: 'work', err: strange }]);
});

test('behavior: a loop logs the same failure once, and that it goes on', async () => {
  const { lines, logger } = recording();
  let turns = 0;
  const job = loop({
    name: 'turning',
    intervalMs: 1,
    logger,
    run: async () => {
      turns += 1;
      if (turns <= 3) throw failure('broken');
    },
  });
  await waitFor({ what: 'five turns', timeoutMs: 5_000, check: () => turns >= 5 || undefined });
  await job.stop();
  expect(lines.map(({ level }) => level)).toEqual(['warn', 'info']);
});
