import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Stories that start for one file of the others. */
const STORIES = 2;

/**
 * The order of the test files. A story of `e2e` waits for blocks half of the time, and a test of circuits
 * computes all the time: side by side they keep two cores busy, and end sooner than one kind after the
 * other.
 */
export class InterleaveTests extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const stories = sorted.filter(({ project }) => project.name === 'e2e');
    const others = sorted.filter(({ project }) => project.name !== 'e2e');
    const mixed: TestSpecification[] = [];
    while (stories.length) mixed.push(...stories.splice(0, STORIES), ...others.splice(0, 1));
    return [...mixed, ...others];
  }
}
