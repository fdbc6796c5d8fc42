import {
  AbortedError,
  type ContainerFile,
  type ContainerGroup,
  createContainerGroup,
  findEngine,
  removeLeftovers,
  type StartedContainer,
} from '#core';
import type { Component } from '../components/Component.ts';
import { seenLine } from '../components/seen.ts';
import { ensureComponentImage } from '../containers/componentImage.ts';
import { sessionId } from '../containers/sessionId.ts';
import { startRoleContainer } from '../containers/startRoleContainer.ts';
import type { StackOptions } from '../session/options.ts';
import type { Adopted, StartRole, Supervisor } from './supervisor.ts';

/** The containers of one stack. Nothing asks for an engine before the first one is wanted. */
export interface StackContainers {
  /**
   * Starts a component and hands it to the supervisor.
   * @throws DockerMissingError, ImageMissingError, ContainerFailedError, PortInUseError
   */
  start<I>(component: Component<I>, input: I): Promise<StartedContainer>;
  /**
   * Starts a component, asks it something when it is ready, and stops it again.
   * @throws the same, and what `ask` throws
   */
  visit<I, T>(
    component: Component<I>,
    input: I,
    ask: (started: StartedContainer) => T | Promise<T>,
  ): Promise<T>;
  /** Starts a role of ours; see `startRoleContainer`. */
  startRole: StartRole;
  /** The URL at which containers reach a service on this host's loopback. */
  fromInside(url: string): Promise<string>;
}

interface ContainersOptions {
  supervisor: Supervisor;
  options: StackOptions;
  logDir: string;
  /** No volume of an earlier run is used. */
  fresh: boolean;
  onProgress: (message: string) => void;
}

export function createStackContainers(o: ContainersOptions): StackContainers {
  let opened: ReturnType<typeof open> | undefined;
  let ended = false;
  // The network and the relays go when the containers are gone; also those of a group in the making.
  o.supervisor.atEnd(async () => {
    ended = true;
    await (await opened?.catch(() => undefined))?.stop();
  });
  let packed: Promise<ContainerFile[]> | undefined;
  const programFiles = () => {
    const { programs: folders, cacheDir } = o.options;
    // All providers run the same: they are built and read once.
    packed ??= import('../containers/programFiles.ts').then((m) =>
      m.programFiles({ folders, cacheDir }),
    );
    return packed;
  };
  const group = async () => {
    if (ended) throw new AbortedError({ what: 'the containers of the stack' });
    opened ??= open(o);
    return opened;
  };
  return {
    fromInside: async (url) => (await group()).fromInside(url),
    async start(component, input) {
      try {
        return await startComponent({ ...o, group: await group(), component, input });
      } catch (error) {
        // Others wait for what this one would have done: they must not wait in vain.
        o.supervisor.fail(error);
        throw error;
      }
    },
    async visit(component, input, ask) {
      const started = await startUnwatched({ ...o, group: await group(), component, input });
      try {
        return await ask(started);
      } finally {
        await started.stop();
      }
    },
    async startRole({ name, role, config, signal }) {
      // The images are looked for while the configuration is still being made.
      const containers = await group();
      const { container, ready } = await startRoleContainer({
        ...{ group: containers, options: o.options, name, role, signal },
        ...{
          config: await given({ config, name, signal }),
          onProgress: o.onProgress,
          programFiles,
        },
      });
      return { started: adoptable(container), ready };
    },
  };
}

/** @throws AbortedError when the start is given up while the configuration is still waited for */
function given(o: { config: unknown; name: string; signal: AbortSignal }): Promise<unknown> {
  const givenUp = new Promise<never>((_, reject) => {
    const abort = () => reject(new AbortedError({ what: `the configuration of ${o.name}` }));
    o.signal.addEventListener('abort', abort, { once: true });
    if (o.signal.aborted) abort();
  });
  return Promise.race([o.config, givenUp]);
}

/** The engine of another machine, or of a virtual one, has process ids of its own. */
function adoptable(started: StartedContainer): Adopted {
  return { ...started, pid: process.platform === 'linux' ? started.pid : undefined };
}

interface ComponentStart<I> extends ContainersOptions {
  group: ContainerGroup;
  component: Component<I>;
  input: I;
}

async function startComponent<I>(o: ComponentStart<I>): Promise<StartedContainer> {
  const started = await startUnwatched(o);
  o.supervisor.adopt(adoptable(started));
  return started;
}

async function startUnwatched<I>(o: ComponentStart<I>): Promise<StartedContainer> {
  const { component, group, onProgress } = o;
  const { image: name } = component;
  onProgress(seenLine(name));
  const { images } = o.options;
  const image = await ensureComponentImage({
    ...{ engine: group.engine, component: name, images, onProgress },
  });
  return group.start({ ...component.container(o.input), image });
}

async function open(o: ContainersOptions): Promise<ContainerGroup> {
  const engine = await findEngine();
  const session = sessionId(o.options.dataDir);
  if (o.fresh) await removeLeftovers({ engine, session, volumes: true });
  return createContainerGroup({
    ...{ engine, session },
    logDir: o.logDir,
    publishOn: o.options.host,
    onProgress: o.onProgress,
  });
}
