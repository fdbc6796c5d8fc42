import { HookFailedError, HookTimeoutError } from './errors.ts';
import type { Hook, Point } from './types.ts';

const DEADLINE_MS = 1_000;

/**
 * Calls one hook at one point. An answer that is there at once costs no timer.
 * @returns undefined when the hook does not have the point
 * @throws HookFailedError when it throws
 * @throws HookTimeoutError
 */
export function callHook(o: { hook: Hook; point: Point; given: unknown }): unknown {
  const { hook, point, given } = o;
  const handler = hook.points[point] as ((given: unknown) => unknown) | undefined;
  if (!handler) return undefined;
  let answer: unknown;
  try {
    answer = handler(given);
  } catch (cause) {
    throw new HookFailedError({ hook: hook.name, point, cause });
  }
  return answer instanceof Promise ? inTime({ hook, point, answer }) : answer;
}

async function inTime(o: { hook: Hook; point: Point; answer: Promise<unknown> }): Promise<unknown> {
  const { hook, point } = o;
  const deadlineMs = hook.deadlineMs ?? DEADLINE_MS;
  const late = Promise.withResolvers<never>();
  const deadline = AbortSignal.timeout(deadlineMs);
  const onLate = () => late.reject(new HookTimeoutError({ hook: hook.name, point, deadlineMs }));
  deadline.addEventListener('abort', onLate, { once: true });
  const failed = (cause: unknown): never => {
    throw new HookFailedError({ hook: hook.name, point, cause });
  };
  try {
    return await Promise.race([o.answer.catch(failed), late.promise]);
  } finally {
    deadline.removeEventListener('abort', onLate);
  }
}
