import type Dockerode from 'dockerode';
import { EngineRefusedError } from './errors.ts';
import type { ContainerPort } from './types.ts';

/** Where the engine has published a container's ports. */
export async function readPorts(o: {
  container: Dockerode.Container;
  ports: Readonly<Record<string, ContainerPort>>;
}): Promise<{
  inner(name: string): number;
  outer(name: string): number;
  /** Reads them again: the engine may give others after a restart or a new connection. */
  refresh(): Promise<void>;
}> {
  let published: Record<string, { HostPort: string }[] | null> = {};
  const refresh = async () => {
    published = (await o.container.inspect()).NetworkSettings.Ports;
  };
  const inner = (name: string) => {
    const port = o.ports[name];
    if (port) return port.inner;
    throw new EngineRefusedError({
      what: `tell the port ${name}`,
      cause: `declared are: ${Object.keys(o.ports).join(', ')}`,
    });
  };
  await refresh();
  return {
    inner,
    outer: (name) => {
      const port = published[`${inner(name)}/tcp`]?.[0]?.HostPort;
      if (port) return Number(port);
      throw new EngineRefusedError({
        what: `publish port ${inner(name)}`,
        cause: 'the container does not run, or is on no network',
      });
    },
    refresh,
  };
}
