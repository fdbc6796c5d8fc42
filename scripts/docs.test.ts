import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
/** `<!-- from FILE#REGION -->` before a block of code: the code stands in that file, and is run. */
const SNIPPET = /<!-- from (\S+)#(\S+) -->\n```\w+\n([\s\S]*?)```/g;

interface Snippet {
  doc: string;
  file: string;
  region: string;
  code: string;
}

function snippets(): Snippet[] {
  return readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .flatMap((doc) =>
      [...readFileSync(join(ROOT, 'docs', doc), 'utf8').matchAll(SNIPPET)].map(
        ([, file, region, code]) => ({ doc, file: file!, region: region!, code: code! }),
      ),
    );
}

/** What stands between `// #region NAME` and the next `// #endregion`, without their indentation. */
function regionOf(o: { file: string; region: string }): string {
  const lines = readFileSync(join(ROOT, o.file), 'utf8').split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${o.region}`);
  expect(start, `${o.file} has a region ${o.region}`).toBeGreaterThanOrEqual(0);
  const end = lines.findIndex((line, i) => i > start && line.trim() === '// #endregion');
  const indent = lines[start]!.length - lines[start]!.trimStart().length;
  return lines
    .slice(start + 1, end)
    .map((line) => `${line.slice(indent)}\n`)
    .join('');
}

describe('code in the documentation is code that runs', () => {
  test.each(snippets())('$doc: $file#$region', (snippet) => {
    expect(snippet.code).toBe(regionOf(snippet));
  });

  test('docs/hooks.md shows one', () => {
    expect(snippets().some(({ doc }) => doc === 'hooks.md')).toBe(true);
  });
});
