import type { ContainerEnd, KnownCause } from './types.ts';

/** What ends any program in a container. */
const COMMON: readonly KnownCause[] = [
  {
    pattern: /exec format error/i,
    cause: 'the image is for another processor architecture.',
    next: 'Take an image for this machine (`docker image inspect` tells its architecture).',
  },
  {
    pattern: /no space left on device/i,
    cause: 'the disk of the container engine is full.',
    next: 'Free some: `docker system df` shows what takes it, `docker system prune` removes what is unused.',
  },
  {
    pattern: /address already in use/i,
    cause: 'a port inside the container is taken twice.',
    next: 'Look for two listeners in its configuration.',
  },
  {
    pattern: /(no such host|name resolution|getaddrinfo (ENOTFOUND|EAI_AGAIN))/i,
    cause: 'it looks for another container by a name that the network does not have (yet).',
    next: 'Look whether that container runs: `docker ps --filter label=dev.bigfile.devkit`.',
  },
  {
    pattern: /(connection refused|ECONNREFUSED)/i,
    cause: 'a service that it needs does not answer.',
    next: 'The address is in the lines below; look at the log of that service.',
  },
];

/**
 * The most likely reason why a container did not get ready.
 * @param o.causes what is known of this component; asked before what is known of all
 */
export function likelyCause(o: {
  tail: string;
  end?: ContainerEnd | undefined;
  causes: readonly KnownCause[];
}): { cause: string; next: string } | undefined {
  if (o.end?.outOfMemory) {
    return {
      cause: 'it needed more memory than it may have.',
      next: 'Give the container, or the engine’s virtual machine, more memory.',
    };
  }
  return [...o.causes, ...COMMON].find(({ pattern }) => pattern.test(o.tail));
}
