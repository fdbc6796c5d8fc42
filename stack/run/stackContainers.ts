import { createContainerGroup, findEngine, removeLeftovers, type StartedContainer } from '#core';
import type { Component } from '../components/Component.ts';
import { ensureComponentImage, type ImageOverrides } from '../containers/componentImage.ts';
import { sessionId } from '../containers/sessionId.ts';
import type { Supervisor } from './supervisor.ts';

/** The containers of one stack. Nothing asks for an engine before the first one is wanted. */
export interface StackContainers {
  /**
   * Starts a component and hands it to the supervisor.
   * @throws DockerMissingError, ImageMissingError, ContainerFailedError, PortInUseError
   */
  start<I>(component: Component<I>, input: I): Promise<StartedContainer>;
  /** The URL at which containers reach a service on this host's loopback. */
  fromInside(url: string): Promise<string>;
}

interface ContainersOptions {
  supervisor: Supervisor;
  dataDir: string;
  logDir: string;
  /** Address on which ports are published. */
  host: string;
  images?: ImageOverrides | undefined;
  /** No volume of an earlier run is used. */
  fresh: boolean;
  onProgress: (message: string) => void;
}

export function createStackContainers(o: ContainersOptions): StackContainers {
  let opened: ReturnType<typeof open> | undefined;
  const group = () => {
    opened ??= open(o);
    return opened;
  };
  return {
    fromInside: async (url) => (await group()).fromInside(url),
    async start(component, input) {
      const { engine, ...containers } = await group();
      if (component.notRun) {
        o.onProgress(`${component.image}: the devkit was not run with any build of it`);
      }
      const image = await ensureComponentImage({ ...o, engine, component: component.image });
      const started = await containers.start({ ...component.container(input), image });
      const { State } = await engine.docker.getContainer(started.id).inspect();
      // The engine of another machine, or of a virtual one, has process ids of its own.
      const pid = process.platform === 'linux' ? State.Pid : undefined;
      o.supervisor.adopt({ ...started, pid });
      return started;
    },
  };
}

async function open(o: ContainersOptions) {
  const engine = await findEngine();
  const session = sessionId(o.dataDir);
  if (o.fresh) await removeLeftovers({ engine, session, volumes: true });
  const group = await createContainerGroup({
    ...{ engine, session },
    logDir: o.logDir,
    publishOn: o.host,
    onProgress: o.onProgress,
  });
  // The network and the relays go when the containers are gone.
  o.supervisor.atEnd(() => group.stop());
  return group;
}
