import { accessSync, constants, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { dockerHost } from '../config.ts';
import { DockerMissingError } from './errors.ts';
import type { ContainerEngine } from './types.ts';

const SOCKET = '/var/run/docker.sock';

/**
 * The container engine of this machine, found as testcontainers finds it: `DOCKER_HOST`, the usual
 * socket, those of rootless engines and of Docker Desktop.
 * @throws DockerMissingError with how to get one
 */
export async function findEngine(): Promise<ContainerEngine> {
  // Loaded here, because most runs never need it.
  const { getContainerRuntimeClient, ImageName } = await import('testcontainers');
  const client = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw new DockerMissingError({ ...diagnose(), cause });
  });
  const { containerRuntime: info } = client.info;
  return {
    docker: client.container.dockerode,
    host: (await isOwnAddress(info.host)) ? '127.0.0.1' : info.host,
    version: String(info.serverVersion),
    architecture: info.architecture,
    operatingSystem: info.operatingSystem,
    cpus: info.cpus,
    memoryBytes: info.memory,
    pull: (image) => client.image.pull(ImageName.fromString(image)),
  };
}

/**
 * Whether a host of an engine means this machine. Where this process runs in a container that has an
 * engine of its own, testcontainers names the engine's bridge address, which is one of ours. Binding to
 * it tells: Node's list of interfaces leaves out a bridge that no container uses at the moment.
 */
function isOwnAddress(host: string): Promise<boolean> {
  if (host === 'localhost') return Promise.resolve(true);
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(0, host, () => probe.close(() => done(true)));
  });
}

/** Why nothing answers, as far as this process can tell. */
function diagnose(): { reason: string; next: string[] } {
  const host = dockerHost();
  if (host) {
    return {
      reason: `DOCKER_HOST is ${host}, and nothing usable is there`,
      next: ['Start that engine, or unset DOCKER_HOST to use the one of this machine.'],
    };
  }
  if (!existsSync(SOCKET)) return { reason: `there is no ${SOCKET}`, next: howToInstall() };
  if (!isAccessible(SOCKET)) {
    return {
      reason: `this user may not open ${SOCKET}`,
      next: ['Join the group that may: `sudo usermod -aG docker $USER`, then log in again.'],
    };
  }
  return {
    reason: `${SOCKET} is there, but nobody answers`,
    next: ['Start the engine: `sudo systemctl start docker`, or `dockerd` as root.'],
  };
}

function isAccessible(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function howToInstall(): string[] {
  if (process.platform === 'linux') {
    return [
      'Debian, Ubuntu: `sudo apt-get install docker.io`; it starts by itself, or with `sudo dockerd`.',
    ];
  }
  return ['Install and start Docker Desktop (https://docs.docker.com/desktop/), Colima or Podman.'];
}
