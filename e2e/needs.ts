import type { TestContext } from 'vitest';
import { type Capability, capabilitiesOf, combinationFromEnvironment, parseOptions } from '#stack';

/** Of the parts that the environment asks for (`BIGFILE_L2` and so on), before anything starts. */
const capabilities = capabilitiesOf(parseOptions(combinationFromEnvironment()));

/** True when the stack that the environment asks for can do all of it. */
export function can(...wanted: readonly Capability[]): boolean {
  return wanted.every((capability) => capabilities.includes(capability));
}

/**
 * Skips the test, with the names of what is missing as the reason, unless the stack can do all of it.
 * @param context of the test, or of a `beforeEach` for all tests of a file
 */
export function needs(context: TestContext, ...wanted: readonly Capability[]): void {
  const missing = wanted.filter((capability) => !can(capability));
  if (missing.length > 0) context.skip(`this stack lacks ${missing.join(', ')}`);
}
