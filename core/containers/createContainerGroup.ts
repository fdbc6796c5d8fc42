import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AbortedError } from '../errors.ts';
import { EngineRefusedError } from './errors.ts';
import { FILES_LABEL, labelsOf, ORDER_LABEL } from './labels.ts';
import { createRelays, type Relays } from './relays.ts';
import { removeLeftovers } from './removeLeftovers.ts';
import { startContainer } from './startContainer.ts';
import type { ContainerEngine, ContainerOptions, StartedContainer } from './types.ts';

export interface ContainerGroup {
  engine: ContainerEngine;
  session: string;
  /**
   * Starts one; see `startContainer` for what else it throws.
   * @throws AbortedError once the group stops
   */
  start(o: ContainerOptions): Promise<StartedContainer>;
  /** Those that run, by name. */
  containers(): ReadonlyMap<string, StartedContainer>;
  /**
   * The URL at which the group's containers reach a service that this host reaches at `url`: one of
   * their own, or one that listens on this host's loopback.
   * @throws EngineRefusedError
   * @throws AbortedError once the group stops
   */
  fromInside(url: string): Promise<string>;
  /**
   * Gives up what is being started, stops everything in the reverse order of its start, and removes it
   * but for the volumes.
   */
  stop(): Promise<void>;
}

/**
 * A network of its own for the containers of one stack. What a killed run of the same stack has left
 * is removed first, except for its volumes.
 * @param o.session see `sessionId`
 * @param o.logDir gets a file for each container
 * @param o.publishOn address of this host on which ports are published; 127.0.0.1 unless told
 * @throws EngineRefusedError
 */
export async function createContainerGroup(o: {
  engine: ContainerEngine;
  session: string;
  logDir: string;
  publishOn?: string;
  onProgress?: (message: string) => void;
}): Promise<ContainerGroup> {
  const { engine, session } = o;
  mkdirSync(o.logDir, { recursive: true });
  await removeLeftovers({ engine, session, volumes: false });
  const unique = (name: string) => `bigfile-${session}-${name}`;
  const network = unique('net');
  await createNetwork({ engine, network, session });
  const running = new Map<string, StartedContainer>();
  const starting = new Set<Promise<unknown>>();
  const stopping = new AbortController();
  let started = 0;
  const relays: Relays = createRelays({ engine, network });
  const makeVolume = async (volume: string) => {
    const Labels = labelsOf({ session, name: volume });
    await engine.docker.createVolume({ Name: unique(volume), Labels });
  };
  const start = async (options: ContainerOptions): Promise<StartedContainer> => {
    // Made by hand, because a volume that is made in passing has no labels.
    await Promise.all(Object.values(options.volumes ?? {}).map(makeVolume));
    const { signal } = stopping;
    const container = await startContainer({
      ...options,
      signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
      place: {
        ...{ engine, network, volumeName: unique, containerName: unique(options.name) },
        labels: {
          ...labelsOf({ session, name: options.name }),
          [FILES_LABEL]: JSON.stringify((options.files ?? []).map(({ path }) => path)),
          [ORDER_LABEL]: String(started++),
        },
        publishOn: publishOn(o),
        logFile: join(o.logDir, `${options.name}.log`),
        onProgress: o.onProgress,
      },
    });
    running.set(options.name, container);
    void container.exited.then(() => running.delete(options.name));
    return container;
  };
  return {
    engine,
    session,
    containers: () => running,
    async fromInside(url) {
      if (stopping.signal.aborted) throw new AbortedError({ what: url });
      return ownUrl({ running, url }) ?? relays.fromInside(url);
    },
    async start(options) {
      if (stopping.signal.aborted) throw new AbortedError({ what: options.name });
      const container = start(options);
      starting.add(container);
      return container.finally(() => starting.delete(container));
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(starting);
      for (const container of [...running.values()].reverse()) await container.stop();
      await relays.stop();
      await removeLeftovers({ engine, session, volumes: false });
    },
  };
}

/** The inner form of a URL that leads to a published port of a container of the group. */
function ownUrl(o: {
  running: ReadonlyMap<string, StartedContainer>;
  url: string;
}): string | undefined {
  const wanted = new URL(o.url);
  for (const container of o.running.values()) {
    const port = container.portNames.find(
      (name) => container.url(name) === `http://${wanted.host}`,
    );
    if (port) return o.url.replace(wanted.host, new URL(container.innerUrl(port)).host);
  }
  return undefined;
}

/** An engine elsewhere has no use for this machine's loopback. */
function publishOn(o: { engine: ContainerEngine; publishOn?: string }): string {
  const isHere = ['127.0.0.1', 'localhost', '::1'].includes(o.engine.host);
  return isHere ? (o.publishOn ?? '127.0.0.1') : '0.0.0.0';
}

async function createNetwork(o: {
  engine: ContainerEngine;
  network: string;
  session: string;
}): Promise<void> {
  const Labels = labelsOf({ session: o.session });
  try {
    await o.engine.docker.createNetwork({ Name: o.network, CheckDuplicate: true, Labels });
  } catch (cause) {
    throw new EngineRefusedError({ what: `make the network ${o.network}`, cause });
  }
}
