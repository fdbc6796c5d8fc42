import { expect, test } from 'vitest';
import official from './snapshots/gasOfficial.json' with { type: 'json' };
import { measureGas } from './test/gas/measureGas.ts';

const figures = await measureGas();
const asNumbers = Object.fromEntries(
  Object.entries(figures).map(([name, gas]) => [name, Number(gas)]),
);

// After a change on purpose: npm run snapshots
test('the gas of every call is the one in the snapshot', async () => {
  await expect(`${JSON.stringify(asNumbers, null, 2)}\n`).toMatchFileSnapshot('snapshots/gas.json');
});

// Measured on agglayer-contracts v12.1.4 in the same conditions: proxies, no base fee, an always-true verifier.
test.each(Object.entries<number>(official))('%s is not above the official %i', (name, limit) => {
  expect(asNumbers[name]).toBeLessThanOrEqual(limit);
});
