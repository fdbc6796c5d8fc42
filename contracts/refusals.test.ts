import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const HERE = import.meta.dirname;
const FOLDERS = '{bridge,libraries,proxy,settlement,token,verifiers}';

const read = (pattern: string, wanted: (file: string) => boolean) =>
  globSync(pattern, { cwd: HERE })
    .filter(wanted)
    .map((file) => readFileSync(resolve(HERE, file), 'utf8'));

const isTest = (file: string) => file.endsWith('.t.sol');
const sources = read(`${FOLDERS}/**/*.sol`, (file) => !isTest(file)).join('\n');
const tests = read('**/*.t.sol', isTest).join('\n');

const raised = new Set([...sources.matchAll(/\brevert (\w+)\(/g)].map(([, name]) => name!));
const expected = new Set([...tests.matchAll(/\.(\w+)\.selector\b/g)].map(([, name]) => name!));
const texts = new Set(
  [...sources.matchAll(/\brequire\([^;]*?"([^"]+)"\s*\)/g)].map(([, text]) => text!),
);

test('there are errors to look for', () => {
  expect(raised.size).toBeGreaterThan(60);
  expect(texts.size).toBeGreaterThan(3);
});

// That each place which raises it is reached: npm run coverage. That no test passes without it: npm run mutate.
test.each([...raised].sort())('a Solidity test expects %s', (name) => {
  expect(expected.has(name)).toBe(true);
});

test.each([...texts].sort())('a Solidity test expects "%s"', (text) => {
  expect(tests.includes(`"${text}"`)).toBe(true);
});
