import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { addStatementCoverageInstrumentation } from '@nomicfoundation/edr';
import { getCoverageLibrary } from '@nomicfoundation/edr/coverage';
import { ROOT } from '../solidity/settlementSources.ts';

/** One statement, and the tag that is seen when it is reached. */
export interface Statement {
  file: string;
  tag: string;
  text: string;
  /** First and last line, from 1. */
  lines: [first: number, last: number];
}

export interface Instrumented {
  /** The sources with marks, and the library that the marks are calls of; for the compiler. */
  overlay: Record<string, string>;
  statements: Statement[];
}

/**
 * Puts a mark before every statement of some Solidity files, as Hardhat's own coverage does.
 * @param files paths from the root of the project
 */
export function instrument(files: readonly string[]): Instrumented {
  const library = getCoverageLibrary();
  const overlay = { [library.filename]: library.content };
  const statements: Statement[] = [];
  for (const file of files) {
    const code = readFileSync(join(ROOT, file), 'utf8');
    const { source, metadata } = addStatementCoverageInstrumentation(code, file, '0.8.30');
    overlay[file] = source;
    for (const { tag, startUtf16, endUtf16 } of metadata) {
      statements.push({ file, tag: hexOf(tag), ...placeOf(code, startUtf16, endUtf16) });
    }
  }
  return { overlay, statements };
}

/** The form in which tags are compared. */
export function hexOf(tag: Uint8Array): string {
  return Buffer.from(tag).toString('hex');
}

/** The span begins with the blanks and comments before the statement. */
function placeOf(code: string, start: number, end: number): Pick<Statement, 'text' | 'lines'> {
  const span = code.slice(start, end);
  const text = span.replace(/^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/, '').trimEnd();
  const first = lineAt(code, start + span.lastIndexOf(text));
  return { text, lines: [first, first + text.split('\n').length - 1] };
}

function lineAt(code: string, at: number): number {
  return code.slice(0, at).split('\n').length;
}
