import type { ContainerOptions } from '#core';
import type { SeenComponent } from './seen.ts';

/** What the container is given, but for its image. */
export type ComponentContainer = Omit<ContainerOptions, 'image' | 'signal'>;

/**
 * A part of the CDK, or an L1 node, that runs in a container. A new one is one file, and one line in
 * `engines.ts`, `seen.ts` and `versions.json`.
 * @typeParam I what it is made from, as plain data
 */
export interface Component<I> {
  /** Key of its image in the list of versions, and in that of what was run (`seen.ts`). */
  image: SeenComponent;
  /** Its configuration, and what it must have reached to be ready. */
  container(input: I): ComponentContainer;
}
