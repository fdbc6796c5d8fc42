import { inject, test } from 'vitest';
import type { ContainerEngine } from '#core';
import { findEngine } from '#core';

declare module 'vitest' {
  interface ProvidedContext {
    /** Why there is nothing to run containers on; absent where there is. */
    noContainers: string | undefined;
  }
}

/** A test that needs a container engine and our images; skipped with the reason where there are none. */
export function containerTest(
  name: string,
  run: (engine: ContainerEngine) => Promise<void>,
  timeoutMs?: number,
): void {
  test(
    name,
    async (context) => {
      const reason = inject('noContainers');
      context.skip(reason !== undefined, reason);
      await run(await findEngine());
    },
    timeoutMs,
  );
}
