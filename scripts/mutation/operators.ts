import { argumentSpans, closingBracket } from './maskSource.ts';

/** What is done to the source, by the mistake it stands for. */
export type Operator =
  | 'comparison negated'
  | 'comparison off by one'
  | 'logic flipped'
  | 'check dropped'
  | 'modifier dropped'
  | 'statement dropped'
  | 'arguments swapped'
  | 'wrong role'
  | 'arithmetic flipped'
  | 'constant off by one';

/** One replacement in one file. */
export interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/** Finds the places in masked code; `source` is the same text with its strings. */
type Finder = (code: string, source: string) => Edit[];

const NEGATED: Record<string, string> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};
const OFF_BY_ONE: Record<string, string> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const FLIPPED: Record<string, string> = { '+': '-', '-': '+', '*': '/', '/': '*' };
const ROLE = /\b(?:[A-Z]+_)+(?:ROLE|ADMIN)(?:_ADMIN)?\b/g;
const MODIFIER =
  /\b(?:only[A-Z]\w*|if\w+State|nonReentrant|isSenderAllowed\w+|reinitializer)\b(?=[\s({])/g;
/** What begins a statement with an effect: an event, an assignment, a deletion, or a call. */
const EFFECT =
  /(?<=[;{}]\s*)(?:emit\s|delete\s|[\w.]+(?:\[[^\]\n]*\])*(?:\.\w+)* [-+]?= |\([\w., ]+\) = |(?!(?:if|for|while|return|revert|require|unchecked|assembly|function|modifier|constructor|using|import|super)\b)[\w.]+(?:\([^;{}]*?\)(?:\.\w+)*)?\()/g;
const NO_CALL =
  /\b(?:if|for|while|function|modifier|constructor|event|error|returns|mapping|catch|return)$/;

/** Every operator with the places it finds. */
export const OPERATORS: Record<Operator, Finder> = {
  'comparison negated': (code) => tokens(code, / (==|!=|<=|>=|<|>) /g, NEGATED),
  'comparison off by one': (code) => tokens(code, / (<=|>=|<|>) /g, OFF_BY_ONE),
  'logic flipped': (code) => tokens(code, / (&&|\|\|) /g, { '&&': '||', '||': '&&' }),
  'check dropped': (code) => [...refusals(code), ...requires(code)],
  'modifier dropped': (code) => headers(code).flatMap(([from, to]) => modifiers(code, from, to)),
  'statement dropped': (code) =>
    [...code.matchAll(EFFECT)].flatMap(({ index }) => {
      const end = code.indexOf(';', index);
      return end < 0 || !insideFunction(code, index)
        ? []
        : [{ start: index, end: end + 1, replacement: '{}' }];
    }),
  'arguments swapped': swaps,
  'wrong role': (code) => {
    const uses = [...code.matchAll(ROLE)].filter(
      ({ index }) => !/(?:constant|import)[^;]*$/.test(code.slice(0, index).split(';').at(-1)!),
    );
    const names = [...new Set(uses.map(([name]) => name))];
    return uses.flatMap(({ 0: name, index }) =>
      names
        .filter((other) => other !== name)
        .map((other) => ({ start: index, end: index + name.length, replacement: other })),
    );
  },
  'arithmetic flipped': (code) => tokens(code, /(?<=[\w)\]]) ([-+*/]) (?=[\w(])/g, FLIPPED),
  'constant off by one': (code) =>
    [...code.matchAll(/\bconstant \w+ = (\d[\d_]*)\b/g)].map((match) => {
      const start = match.index + match[0].length - match[1]!.length;
      const next = Number(match[1]!.replaceAll('_', '')) + 1;
      return { start, end: start + match[1]!.length, replacement: String(next) };
    }),
};

function tokens(code: string, pattern: RegExp, to: Record<string, string>): Edit[] {
  return [...code.matchAll(pattern)].map((match) => {
    const start = match.index + 1;
    const token = match[1]!;
    return { start, end: start + token.length, replacement: to[token]! };
  });
}

/** `if (…) revert …;`, with braces or without. */
function refusals(code: string): Edit[] {
  return [...code.matchAll(/\bif \(/g)].flatMap(({ index }) => {
    const close = closingBracket(code, index + 3);
    const body = /^\s*(?:\{\s*revert [^;]*;\s*\}|revert [^;]*;)/.exec(code.slice(close + 1));
    return body ? [{ start: index, end: close + 1 + body[0].length, replacement: '{}' }] : [];
  });
}

function requires(code: string): Edit[] {
  return [...code.matchAll(/\brequire\(/g)].map(({ index, 0: text }) => {
    const close = closingBracket(code, index + text.length - 1);
    return { start: index, end: close + 2, replacement: '{}' };
  });
}

/** From the end of a function's parameters to its body. */
function headers(code: string): [number, number][] {
  return [...code.matchAll(/\bfunction \w+\(/g)].flatMap(({ index, 0: text }) => {
    const close = closingBracket(code, index + text.length - 1);
    const end = close + 1 + code.slice(close + 1).search(/[;{]/);
    return code[end] === '{' ? [[close + 1, end] as [number, number]] : [];
  });
}

function modifiers(code: string, from: number, to: number): Edit[] {
  return [...code.slice(from, to).matchAll(MODIFIER)].map(({ index, 0: name }) => {
    const start = from + index;
    const open = start + name.length;
    const end = code[open] === '(' ? closingBracket(code, open) + 1 : open;
    return { start, end, replacement: '' };
  });
}

function insideFunction(code: string, at: number): boolean {
  const before = code.slice(0, at);
  return before.split('{').length - before.split('}').length >= 2;
}

/** Neighbouring arguments of a call, an event or a struct; where the types differ, the compiler refuses. */
function swaps(code: string, source: string): Edit[] {
  return [...code.matchAll(/\w\(/g)].flatMap(({ index }) => {
    const open = index + 1;
    if (NO_CALL.test(/[\w]+$/.exec(code.slice(0, open))?.[0] ?? '')) return [];
    if (/\b(?:function|event|error|modifier|constructor) ?\w*$/.test(code.slice(0, open)))
      return [];
    if (!insideFunction(code, open)) return [];
    const close = closingBracket(code, open);
    const spans = argumentSpans(code, open, close);
    return spans.slice(1).flatMap((second, i) => {
      const first = spans[i]!;
      const [a, b] = [source.slice(...first), source.slice(...second)];
      if (a === b) return [];
      const between = source.slice(first[1], second[0]);
      return [{ start: first[0], end: second[1], replacement: `${b}${between}${a}` }];
    });
  });
}
