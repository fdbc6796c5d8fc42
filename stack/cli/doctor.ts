import { checkEngine } from '../doctor/engineChecks.ts';
import { checkDisk, checkMachine, checkNode, checkPorts } from '../doctor/hostChecks.ts';
import type { Finding } from '../doctor/types.ts';
import { parseOptions } from '../session/options.ts';
import type { CommandContext } from './CommandContext.ts';

const MARKS = { ok: '✔', note: '•', problem: '✖' };

/**
 * Looks at what a stack of the given options needs, and says how to fix what is missing.
 * @returns 0 when the stack can start, 1 when it cannot
 */
export async function doctor({ options: input, output }: CommandContext): Promise<number> {
  const options = parseOptions(input);
  const findings: Finding[] = [
    checkNode(),
    ...checkMachine(),
    checkDisk(options),
    ...(await checkPorts(options)),
    ...(await checkEngine(options)),
  ];
  const ok = findings.every(({ state }) => state !== 'problem');
  output.result({ ok, findings }, () => [
    ...findings.flatMap(({ name, state, found, fix }) => [
      `${MARKS[state]} ${name.padEnd(22)} ${found}`,
      ...(fix ? [`  ${''.padEnd(22)} ${fix}`] : []),
    ]),
    ok ? 'The stack can start.' : 'The stack cannot start: see the lines with ✖.',
  ]);
  return ok ? 0 : 1;
}
