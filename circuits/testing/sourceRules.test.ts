// SPDX-License-Identifier: GPL-3.0-or-later
import { expect, test } from 'vitest';
import { circuitDefinition, circuitNames } from '../pipeline/circuitDefinitions.ts';
import { circuitSources } from '../pipeline/circuitSources.ts';

test.each(circuitNames)('our sources of %s assign no signal without a constraint', (name) => {
  const sources = [...circuitSources(circuitDefinition(name).main)];
  const ours = sources.filter(([path]) => path.startsWith('circuits/'));
  expect(ours.length).toBeGreaterThan(2);
  for (const [path, text] of ours) {
    expect([path, text.match(/<--|-->/g)]).toEqual([path, null]);
    expect(text).toContain('SPDX-License-Identifier: GPL-3.0-or-later');
  }
});
