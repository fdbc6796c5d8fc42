import { expect, test } from 'vitest';
import { loop } from './loop.ts';
import { pause } from './waitFor.ts';

/** Times from the end of each turn to the start of the next, of turns that take `turnMs`. */
async function gaps(o: { turnMs: number; between?: 'turns' | 'starts' }): Promise<number[]> {
  const found: number[] = [];
  let ended = 0;
  const enough = Promise.withResolvers<void>();
  const running = loop({
    ...{ name: 'test', intervalMs: 300, ...(o.between ? { between: o.between } : {}) },
    async run() {
      if (ended) found.push(performance.now() - ended);
      await pause({ ms: o.turnMs });
      ended = performance.now();
      if (found.length === 2) enough.resolve();
    },
  });
  await enough.promise;
  await running.stop();
  return found.slice(0, 2);
}

test('default: the interval follows each turn', async () => {
  // A timer may be a millisecond early.
  for (const gap of await gaps({ turnMs: 400 })) expect(gap).toBeGreaterThanOrEqual(298);
});

test('behavior: between starts, a turn that takes longer is followed by the next at once', async () => {
  const [long, short] = [
    await gaps({ turnMs: 400, between: 'starts' }),
    await gaps({ turnMs: 400 }),
  ];
  expect(Math.min(...long)).toBeLessThan(Math.min(...short));
});
