/**
 * Blanks comments and the insides of string literals, so that what is searched for is found in code only.
 * Offsets and line breaks stay as they are.
 * @param source Solidity
 */
export function maskSource(source: string): string {
  const blank = (text: string) => text.replaceAll(/[^\n]/g, ' ');
  return source.replaceAll(
    /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g,
    (text) => (/^["']/.test(text) ? `"${blank(text.slice(1, -1))}"` : blank(text)),
  );
}

/**
 * The index of the bracket that closes the one at `open`.
 * @param code masked source
 * @returns -1 when nothing closes it
 */
export function closingBracket(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; at += 1) {
    if ('([{'.includes(code[at]!)) depth += 1;
    else if (')]}'.includes(code[at]!)) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

/**
 * The spans of the arguments between two brackets, without the blanks around them.
 * @param code masked source
 */
export function argumentSpans(code: string, open: number, close: number): [number, number][] {
  const spans: [number, number][] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open + 1; at <= close; at += 1) {
    const char = code[at]!;
    if (depth === 0 && (char === ',' || at === close)) {
      const text = code.slice(start, at);
      const lead = text.length - text.trimStart().length;
      spans.push([start + lead, start + lead + text.trim().length]);
      start = at + 1;
    } else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
  }
  return spans.filter(([from, to]) => to > from);
}
