import { expect, test } from 'vitest';
import { findMutants, shuffleMutants } from './findMutants.ts';
import { maskSource } from './maskSource.ts';
import type { Operator } from './operators.ts';

const mutantsOf = (operator: Operator, body: string) =>
  findMutants({
    file: 'A.sol',
    source: `contract A {\n    function f() external {\n${body}\n    }\n}\n`,
  })
    .filter((mutant) => mutant.operator === operator)
    .map(({ after }) => after);

test('comments and strings are not code', () => {
  const source = 'a; // b < c\n/* d\n == e */ f("g > h");';
  const masked = maskSource(source);
  expect(masked).toHaveLength(source.length);
  expect(masked.split('\n')).toHaveLength(3);
  expect(masked).not.toMatch(/[bcdegh]/);
});

test('comparisons are negated, and moved by one', () => {
  expect(mutantsOf('comparison negated', 'if (a <= b) return;')).toEqual(['if (a > b) return;']);
  expect(mutantsOf('comparison off by one', 'if (a <= b) return;')).toEqual(['if (a < b) return;']);
  expect(mutantsOf('comparison off by one', 'if (a == b) return;')).toEqual([]);
  expect(mutantsOf('comparison negated', 'x = a << b;')).toEqual([]);
});

test('checks are dropped with all that belongs to them', () => {
  const multiline = 'if (\n  a > b(c)\n    || d\n) revert Bad(a);\ng();';
  expect(mutantsOf('check dropped', multiline)).toEqual(['{}']);
  expect(mutantsOf('check dropped', 'if (a) { revert Bad(); }')).toEqual(['{}']);
  expect(mutantsOf('check dropped', 'require(a(b), "text");')).toEqual(['{}']);
  expect(mutantsOf('check dropped', 'if (a) b();')).toEqual([]);
});

test('modifiers are dropped from headers, with their arguments', () => {
  const source =
    'contract A {\n    function f(uint256 a) external onlyRole(getAdmin(R)) nonReentrant {\n    }\n}\n';
  const dropped = findMutants({ file: 'A.sol', source }).filter(
    ({ operator }) => operator === 'modifier dropped',
  );
  expect(dropped.map(({ source: mutant }) => mutant.split('\n')[1]!.trim())).toEqual([
    'function f(uint256 a) external  nonReentrant {',
    'function f(uint256 a) external onlyRole(getAdmin(R))  {',
  ]);
});

test('statements with an effect are dropped, declarations are not', () => {
  const drop = (body: string) => mutantsOf('statement dropped', body);
  expect(drop('a.b[c] = d;')).toEqual(['{}']);
  expect(drop('emit A(\n  b\n);')).toEqual(['{}']);
  expect(drop('token.transfer(a, b);')).toEqual(['{}']);
  expect(drop('delete a[b];')).toEqual(['{}']);
  expect(drop('uint256 a = b;')).toEqual([]);
  expect(drop('return a(b);')).toEqual([]);
});

test('neighbouring arguments of a call are swapped', () => {
  expect(mutantsOf('arguments swapped', 'f(a, b(c), d);')).toEqual([
    'f(b(c), a, d);',
    'f(a, d, b(c));',
  ]);
  expect(mutantsOf('arguments swapped', 'f("x, y", a);')).toEqual(['f(a, "x, y");']);
  expect(mutantsOf('arguments swapped', 'f(a, a);')).toEqual([]);
});

test('a role becomes another role of the file', () => {
  expect(mutantsOf('wrong role', 'g(A_ROLE); g(B_ROLE);')).toEqual([
    'g(B_ROLE); g(B_ROLE);',
    'g(A_ROLE); g(A_ROLE);',
  ]);
});

test('arithmetic is flipped and constants are moved', () => {
  expect(mutantsOf('arithmetic flipped', 'x = a + b;')).toEqual(['x = a - b;']);
  const source = 'contract A {\n    uint256 constant X = 1_000;\n}\n';
  expect(findMutants({ file: 'A.sol', source }).map(({ after }) => after)).toEqual([
    'uint256 constant X = 1001;',
  ]);
});

test('the same seed gives the same order, another one another, and operators take turns', () => {
  const source =
    'contract A {\nfunction f() external {\nif (a < b) c = d + e;\nif (f < g) h = i + j;\n}\n}\n';
  const mutants = findMutants({ file: 'A.sol', source });
  const order = (seed: number) => shuffleMutants({ mutants, seed }).map(({ source: s }) => s);
  expect(order(1)).toEqual(order(1));
  expect(order(1)).not.toEqual(order(2));
  expect(order(1)).toHaveLength(mutants.length);
  const turns = new Set(mutants.map(({ operator }) => operator)).size;
  const first = shuffleMutants({ mutants, seed: 1 }).slice(0, turns);
  expect(new Set(first.map(({ operator }) => operator)).size).toBe(turns);
});
