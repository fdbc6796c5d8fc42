import type { Hook } from './types.ts';

/** Gives a hook its types where it is written. */
export function define(hook: Hook): Hook {
  return hook;
}
