import type { ContainerOptions } from '#core';

/** What the container is given, but for its image. */
export type ComponentContainer = Omit<ContainerOptions, 'image' | 'signal'>;

/**
 * A part of the CDK, or an L1 node, that runs in a container. A new one is one file, and one line in
 * `registry.ts`.
 * @typeParam I what it is made from, as plain data
 */
export interface Component<I> {
  /** Key of its image in the list of versions. */
  image: string;
  /** Its configuration, and what it must have reached to be ready. */
  container(input: I): ComponentContainer;
  /** True where no build of it could be run beside this project: told at every start. */
  notRun?: true;
}
