import { createLogger, type Logger } from '#core';
import { AdmissionRefusedError, HookFailedError } from './errors.ts';
import type {
  Admission,
  AdmissionTransaction,
  BlockSealed,
  Hook,
  HookPoints,
  OpenBatch,
} from './types.ts';

export interface HookRunner {
  /**
   * @throws AdmissionRefusedError with the reason of the first hook that refuses
   * @throws HookFailedError
   */
  admit(transaction: AdmissionTransaction): Promise<void>;
  /**
   * True when a hook wants the batch closed now.
   * @throws HookFailedError
   */
  shouldClose(batch: OpenBatch): Promise<boolean>;
  /** Never throws. */
  blockSealed(block: BlockSealed): Promise<void>;
}

/** Asks hooks in the order given, and checks what they answer. */
export function createHookRunner(o: { hooks: readonly Hook[]; logger?: Logger }): HookRunner {
  const log = o.logger ?? createLogger('hooks');
  return {
    async admit(transaction) {
      for (const hook of o.hooks) {
        const answer = await ask(hook, 'admission', (points) => points.admission?.(transaction));
        if (answer === undefined) continue;
        if (!isAdmission(answer)) throw invalid(hook, 'admission', answer);
        if (!answer.accept) {
          throw new AdmissionRefusedError({ hook: hook.name, reason: answer.reason });
        }
      }
    },
    async shouldClose(batch) {
      for (const hook of o.hooks) {
        const answer = await ask(hook, 'batchClosing', (points) => points.batchClosing?.(batch));
        if (answer !== undefined && typeof answer !== 'boolean') {
          throw invalid(hook, 'batchClosing', answer);
        }
        if (answer) return true;
      }
      return false;
    },
    async blockSealed(block) {
      for (const hook of o.hooks) {
        await ask(hook, 'blockSealed', (points) => points.blockSealed?.(block)).catch(
          (error: unknown) => log.error({ err: error, block: block.number }, 'a hook failed'),
        );
      }
    },
  };
}

async function ask<T>(
  hook: Hook,
  point: keyof HookPoints,
  call: (points: HookPoints) => T | Promise<T>,
): Promise<T> {
  try {
    return await call(hook.points);
  } catch (cause) {
    throw new HookFailedError({ hook: hook.name, point, cause });
  }
}

function isAdmission(value: unknown): value is Admission {
  if (typeof value !== 'object' || value === null || !('accept' in value)) return false;
  if (value.accept === true) return true;
  return value.accept === false && 'reason' in value && typeof value.reason === 'string';
}

function invalid(hook: Hook, point: keyof HookPoints, answer: unknown): HookFailedError {
  return new HookFailedError({
    hook: hook.name,
    point,
    details: `it answered ${JSON.stringify(answer)}`,
  });
}
