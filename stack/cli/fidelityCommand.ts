import { resolve } from 'node:path';
import { StackNotRunningError } from '../errors.ts';
import { readFidelity } from '../run/fidelity.ts';
import { requireSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

/** Prints, per part, what runs: asked of the chains and the processes. */
export async function fidelityCommand({ options, output }: CommandContext): Promise<number> {
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const fidelity = await readFidelity(info);
  output.result(fidelity, () =>
    Object.entries(fidelity).map(([part, { impl, note, ...facts }]) => {
      const details = Object.entries(facts).map(([name, value]) => `${name} ${value}`);
      return `${part.padEnd(14)} ${impl.padEnd(9)} ${[...details, note].filter(Boolean).join(', ')}`;
    }),
  );
  return 0;
}
