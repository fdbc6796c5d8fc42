import type { StackOptionsInput } from '../session/options.ts';
import type { Output } from './output.ts';

/** What every command gets: parsed flags and a place to print to. */
export interface CommandContext {
  options: StackOptionsInput;
  flags: {
    json: boolean;
    detach: boolean;
    once: boolean;
    dryRun: boolean;
    reset: boolean;
    /** The state in the engine's volumes goes too. */
    volumes?: boolean;
    /** What follows the command's name, of those that take something there. */
    argument?: string;
  };
  output: Output;
}
