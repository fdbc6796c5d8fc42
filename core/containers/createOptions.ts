import type Dockerode from 'dockerode';
import type { ContainerOptions, ContainerPlace } from './types.ts';

/** What the engine is asked for. */
export function createOptions(
  o: ContainerOptions & { place: ContainerPlace },
): Dockerode.ContainerCreateOptions {
  const { place } = o;
  const ports = Object.values(o.ports ?? {});
  const key = (inner: number) => `${inner}/tcp`;
  return {
    name: place.containerName,
    Image: o.image,
    Hostname: o.name,
    Labels: place.labels,
    ...(o.entrypoint ? { Entrypoint: [...o.entrypoint] } : {}),
    ...(o.command ? { Cmd: [...o.command] } : {}),
    ...(o.user === undefined ? {} : { User: o.user }),
    // What an image checks by itself is not what is waited for here.
    Healthcheck: { Test: ['NONE'] },
    ...(o.workingDir === undefined ? {} : { WorkingDir: o.workingDir }),
    Env: Object.entries(o.env ?? {}).map(([name, value]) => `${name}=${value}`),
    ExposedPorts: Object.fromEntries(ports.map(({ inner }) => [key(inner), {}])),
    HostConfig: {
      NetworkMode: place.network,
      // On Linux, what Docker Desktop has by itself.
      ExtraHosts: ['host.docker.internal:host-gateway'],
      PortBindings: Object.fromEntries(
        ports.map(({ inner, outer = 0 }) => [
          key(inner),
          [{ HostIp: place.publishOn, HostPort: outer === 0 ? '' : String(outer) }],
        ]),
      ),
      Binds: Object.entries(o.volumes ?? {}).map(
        ([path, volume]) => `${place.volumeName(volume)}:${path}`,
      ),
      ...(o.capabilities ? { CapAdd: [...o.capabilities] } : {}),
      ...(o.securityOptions ? { SecurityOpt: [...o.securityOptions] } : {}),
      ...(o.memoryBytes === undefined ? {} : { Memory: o.memoryBytes }),
      // Reaps the children that a component leaves behind, and passes signals on.
      Init: true,
    },
    NetworkingConfig: { EndpointsConfig: { [place.network]: { Aliases: [o.name] } } },
  };
}
