import type Dockerode from 'dockerode';
import { PortInUseError } from '../errors.ts';
import { pause } from '../waitFor.ts';
import { createOptions } from './createOptions.ts';
import { EngineRefusedError } from './errors.ts';
import { execInside } from './execInside.ts';
import { type FollowedLog, followLog } from './followLog.ts';
import { packFiles } from './packFiles.ts';
import { reachStages } from './reachStages.ts';
import { readPorts } from './readPorts.ts';
import type {
  ContainerEnd,
  ContainerOptions,
  ContainerPlace,
  RunningContainer,
  StartedContainer,
} from './types.ts';

/**
 * Starts a container and waits until it has reached its ready stages. One that fails is removed.
 * @throws ContainerFailedError with its last lines and the likely cause
 * @throws PortInUseError
 * @throws AbortedError when `signal` fires
 * @throws EngineRefusedError
 */
export async function startContainer(
  o: ContainerOptions & { place: ContainerPlace },
): Promise<StartedContainer> {
  const container = await create(o);
  try {
    await run({ container, options: o });
    return await follow({ container, options: o });
  } catch (error) {
    await container.remove({ force: true, v: true }).catch(() => undefined);
    throw error;
  }
}

type Placed = ContainerOptions & { place: ContainerPlace };
interface Context {
  container: Dockerode.Container;
  options: Placed;
}

function create(o: Placed): Promise<Dockerode.Container> {
  return o.place.engine.docker.createContainer(createOptions(o)).catch((cause: unknown) => {
    throw new EngineRefusedError({ what: `make the container ${o.name}`, cause });
  });
}

async function run({ container, options: o }: Context): Promise<void> {
  if (o.files?.length) await container.putArchive(await packFiles(o.files), { path: '/' });
  await container.start().catch((cause: Error) => {
    const taken = /(?:0\.0\.0\.0|[\d.]+|\[::\]):(\d+).*(?:already allocated|already in use)/;
    const port = taken.exec(cause.message)?.[1];
    if (port) throw new PortInUseError({ host: o.place.publishOn, port: Number(port), cause });
    throw new EngineRefusedError({ what: `start the container ${o.name}`, cause });
  });
}

async function follow({ container, options: o }: Context): Promise<StartedContainer> {
  const { place } = o;
  const log = await followLog({ docker: place.engine.docker, container, logFile: place.logFile });
  const ports = await readPorts({ container, ports: o.ports ?? {} });
  const exited = endOf({ container, log });
  const running: RunningContainer = {
    ...{ name: o.name, id: container.id, tail: log.tail, findLine: log.findLine },
    url: (port, scheme = 'http') => `${scheme}://${place.engine.host}:${ports.outer(port)}`,
    innerUrl: (port, scheme = 'http') => `${scheme}://${o.name}:${ports.inner(port)}`,
  };
  const ready = await reachStages({ running, exited, options: o, ...place });
  const network = place.engine.docker.getNetwork(place.network);
  return {
    ...running,
    ...{ image: o.image, logFile: place.logFile, ready, exited },
    portNames: Object.keys(o.ports ?? {}),
    pid: (await container.inspect()).State.Pid,
    async kill(signal) {
      await container.kill({ signal });
    },
    pause: () => container.pause(),
    unpause: () => container.unpause(),
    async cutOff() {
      await network.disconnect({ Container: container.id, Force: true });
    },
    async rejoin() {
      const EndpointConfig = { Aliases: [o.name] };
      await network.connect({ Container: container.id, EndpointConfig });
      await ports.refresh();
    },
    exec: (command) => execInside({ container, docker: place.engine.docker, command }),
    async stop() {
      await container.stop({ t: Math.ceil((o.graceMs ?? 5_000) / 1000) }).catch(alreadyStopped);
      await exited;
      await container.remove({ force: true, v: true }).catch(alreadyStopped);
    },
  };
}

async function endOf(o: {
  container: Dockerode.Container;
  log: FollowedLog;
}): Promise<ContainerEnd> {
  const { StatusCode } = await o.container
    .wait()
    .catch(() => ({ StatusCode: 137 }) as { StatusCode: number });
  await Promise.race([o.log.ended, pause({ ms: 1_000 })]);
  const state = await o.container.inspect().then(
    ({ State }) => State,
    () => undefined,
  );
  return { exitCode: StatusCode, outOfMemory: state?.OOMKilled ?? false, tail: o.log.tail() };
}

/** 304: it had stopped. 404, 409: it is gone, or going. */
function alreadyStopped(error: { statusCode?: number }): void {
  if (![304, 404, 409].includes(error.statusCode ?? 0)) throw error;
}
