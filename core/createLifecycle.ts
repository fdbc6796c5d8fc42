import { LifecycleError } from './errors.ts';
import type { Service } from './Service.ts';

/**
 * What has been started so far, to be stopped in reverse order.
 * A start that fails stops the others before it throws.
 */
export function createLifecycle(): {
  start<T extends Service>(name: string, start: () => Promise<T>): Promise<T>;
  stop(): Promise<void>;
} {
  const started: Service[] = [];
  const stopAll = async (): Promise<unknown[]> => {
    const failures: unknown[] = [];
    for (let service = started.pop(); service; service = started.pop()) {
      await service.stop().catch((error: unknown) => failures.push(error));
    }
    return failures;
  };
  return {
    async start(name, start) {
      try {
        const service = await start();
        started.push(service);
        return service;
      } catch (cause) {
        throw new LifecycleError({ failed: name, cause, alsoFailed: await stopAll() });
      }
    },
    async stop() {
      const failures = await stopAll();
      if (failures.length)
        throw new AggregateError(failures, 'Some services did not stop cleanly.');
    },
  };
}
