import { newProgram } from '#circuits';
import type { ProgramContext } from './ProgramContext.ts';

/** Writes a program to start from. */
export async function create({ program, options, output }: ProgramContext): Promise<number> {
  const { name, folder, files } = await newProgram({ folder: program, name: options.name });
  output.result({ name, folder, files }, () => [
    ...files,
    '',
    `${name} works as it is. README.md there says what to change, and`,
    `  npx bigfile program build ${program}`,
    'makes its circuit and key.',
  ]);
  return 0;
}
