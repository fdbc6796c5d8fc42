import type { Hex } from 'viem';
import { createLogger, type Logger } from '#core';
import { callHook } from './callHook.ts';
import { assertHook } from './define.ts';
import { AdmissionRefusedError, HookFailedError, HookInvalidError } from './errors.ts';
import type {
  Admission,
  AdmissionTransaction,
  BlockToBuild,
  Hook,
  HookMetric,
  News,
  OpenBatch,
  Point,
} from './types.ts';
import { assertBuildable } from './validateBlock.ts';

export interface HookRunner {
  /**
   * @returns the transaction's priority
   * @throws AdmissionRefusedError with the reason of the first hook that refuses
   * @throws HookFailedError, HookTimeoutError
   */
  admit(transaction: AdmissionTransaction): Promise<number>;
  /** True when a hook has something to say about the order of blocks. */
  readonly buildsBlocks: boolean;
  /** Hashes that the next block may hold, in order. Never throws. */
  build(o: {
    transactions: readonly AdmissionTransaction[];
    block: BlockToBuild;
  }): Promise<readonly Hex[]>;
  /** True when a hook wants the batch closed now. Never throws. */
  shouldClose(batch: OpenBatch): Promise<boolean>;
  /** Tells every hook. Never throws. */
  tell<P extends keyof News>(point: P, news: News[P]): Promise<void>;
  metrics(): HookMetric[];
}

/**
 * Asks hooks in the order given, each within its deadline, and checks what they answer.
 * @throws HookInvalidError for a hook that is none, or has the name of another
 */
export function createHookRunner(o: { hooks: readonly Hook[]; logger?: Logger }): HookRunner {
  const { hooks } = o;
  assertHooks(hooks);
  const log = o.logger ?? createLogger('hooks');
  let failures = 0;
  const passOver = (error: unknown): void => {
    failures += 1;
    log.error({ err: error }, 'a hook failed and was passed over');
  };

  return {
    buildsBlocks: hooks.some((hook) => hook.points.blockBuilding),
    async admit(transaction) {
      let priority = 0;
      for (const hook of hooks) {
        const answer = await callHook({ hook, point: 'admission', given: transaction });
        if (answer === undefined && !hook.points.admission) continue;
        if (!isAdmission(answer)) throw invalid(hook, 'admission', answer);
        if (!answer.accept) {
          throw new AdmissionRefusedError({ hook: hook.name, reason: answer.reason });
        }
        priority = Math.max(priority, answer.priority ?? 0);
      }
      return priority;
    },
    async build({ transactions, block }) {
      let left = transactions;
      for (const hook of hooks) {
        if (!hook.points.blockBuilding) continue;
        const given = { transactions: left, block };
        try {
          const answer = await callHook({ hook, point: 'blockBuilding', given });
          left = assertBuildable({ hook, given: left, answer });
        } catch (error) {
          passOver(error);
        }
      }
      return left.map(({ hash }) => hash);
    },
    async shouldClose(batch) {
      for (const hook of hooks) {
        if (!hook.points.batchClosing) continue;
        try {
          const answer = await callHook({ hook, point: 'batchClosing', given: batch });
          if (typeof answer !== 'boolean') throw invalid(hook, 'batchClosing', answer);
          if (answer) return true;
        } catch (error) {
          passOver(error);
        }
      }
      return false;
    },
    async tell(point, news) {
      for (const hook of hooks) {
        try {
          await callHook({ hook, point, given: news });
        } catch (error) {
          passOver(error);
        }
      }
    },
    metrics: () => [
      ...hooks.flatMap((hook) => hook.metrics?.() ?? []),
      {
        name: 'hook_failures_total',
        help: 'Hooks that failed and were passed over.',
        type: 'counter',
        value: failures,
      },
    ],
  };
}

function assertHooks(hooks: readonly Hook[]): void {
  const names = new Set<string>();
  for (const hook of hooks) {
    assertHook(hook);
    if (names.has(hook.name)) {
      throw new HookInvalidError({ hook: hook.name, reason: 'another one has its name' });
    }
    names.add(hook.name);
  }
}

function isAdmission(value: unknown): value is Admission {
  if (typeof value !== 'object' || value === null || !('accept' in value)) return false;
  if (value.accept !== true) {
    return value.accept === false && 'reason' in value && typeof value.reason === 'string';
  }
  return !('priority' in value) || value.priority === undefined || Number.isFinite(value.priority);
}

function invalid(hook: Hook, point: Point, answer: unknown): HookFailedError {
  const details = `it answered ${JSON.stringify(answer)}`;
  return new HookFailedError({ hook: hook.name, point, details });
}
