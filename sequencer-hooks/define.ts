import { HookInvalidError } from './errors.ts';
import type { Hook, Point } from './types.ts';

/** Every place where a hook can be asked; the type makes sure that none is missing. */
const POINTS = Object.keys({
  admission: true,
  blockBuilding: true,
  batchClosing: true,
  blockSealed: true,
  batchSequenced: true,
  batchVerified: true,
  l1InfoImported: true,
  reorgSeen: true,
} satisfies Record<Point, true>);

/**
 * Gives a hook its types where it is written, and checks it.
 * @throws HookInvalidError when it wants to be called where nothing calls it
 */
export function define(hook: Hook): Hook {
  assertHook(hook);
  return hook;
}

/** @throws HookInvalidError */
export function assertHook(hook: unknown): asserts hook is Hook {
  const { name, points, deadlineMs } = (hook ?? {}) as Partial<Hook>;
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    const reason = 'its name is not made of lower case letters, digits and dashes';
    throw new HookInvalidError({ hook: String(name), reason });
  }
  if (typeof points !== 'object' || points === null) {
    throw new HookInvalidError({ hook: name, reason: 'it has no points' });
  }
  for (const [point, handler] of Object.entries(points)) {
    const known = POINTS.includes(point);
    if (known && (handler === undefined || typeof handler === 'function')) continue;
    const reason = known ? `its point ${point} is no function` : `there is no point ${point}`;
    throw new HookInvalidError({ hook: name, reason, points: POINTS });
  }
  if (deadlineMs !== undefined && !(deadlineMs > 0)) {
    throw new HookInvalidError({ hook: name, reason: `its deadline is ${deadlineMs} ms` });
  }
}
