// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { circuitDefinition, circuitNames } from '../pipeline/circuitDefinitions.ts';
import { circuitSources } from '../pipeline/circuitSources.ts';

/** Where hints are allowed, and how many there are; each is pinned by the lines that follow it. */
const HINTS: Readonly<Record<string, number>> = { 'circuits/lib/integer.circom': 2 };

test.each(circuitNames)('our sources of %s assign no signal without a constraint', (name) => {
  const sources = [...circuitSources(circuitDefinition(name))];
  const ours = sources.filter(([path]) => path.startsWith('circuits/'));
  expect(ours.length).toBeGreaterThan(2);
  for (const [path, text] of ours) {
    const code = text.replaceAll(/\/\/.*$/gm, '');
    const hints = code.match(/<--|-->/g)?.length ?? 0;
    expect([path, hints]).toEqual([path, HINTS[path] ?? 0]);
    expect(text).toContain('SPDX-License-Identifier: GPL-3.0-or-later');
  }
});
