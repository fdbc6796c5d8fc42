import { connect, createServer, type Server, type Socket } from 'node:net';
import { EngineRefusedError } from './errors.ts';
import type { ContainerEngine } from './types.ts';

/** The name that containers have for the host; see `createOptions`. */
const HOST = 'host.docker.internal';

export interface Relays {
  fromInside(url: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * Doors from a container network to services on this host's loopback. On Linux a container reaches
 * the host at the network's gateway, where such a service does not listen: each gets a relay that
 * listens there and nowhere else. Docker Desktop needs none.
 */
export function createRelays(o: { engine: ContainerEngine; network: string }): Relays {
  const relays = new Map<string, Promise<Relay>>();
  const needed = process.platform === 'linux' && !/desktop/i.test(o.engine.operatingSystem);
  return {
    async fromInside(url) {
      const target = new URL(url);
      const inside = new URL(url);
      inside.hostname = HOST;
      if (needed) {
        const { gateway, port } = await remember(relays, target.host, async () =>
          startRelay({ gateway: await gatewayOf(o), target }),
        );
        inside.hostname = gateway;
        inside.port = String(port);
      }
      return inside.href.replace(/\/$/, url.endsWith('/') ? '/' : '');
    },
    async stop() {
      for (const relay of await Promise.all(relays.values())) await relay.stop();
    },
  };
}

interface Relay {
  gateway: string;
  port: number;
  stop(): Promise<void>;
}

function remember<T>(map: Map<string, Promise<T>>, key: string, make: () => Promise<T>) {
  const made = map.get(key) ?? make();
  map.set(key, made);
  return made;
}

async function gatewayOf(o: { engine: ContainerEngine; network: string }): Promise<string> {
  const { IPAM } = await o.engine.docker.getNetwork(o.network).inspect();
  const gateway = IPAM?.Config?.[0]?.['Gateway'];
  if (gateway) return gateway;
  throw new EngineRefusedError({ what: `tell the gateway of ${o.network}`, cause: IPAM });
}

async function startRelay(o: { gateway: string; target: URL }): Promise<Relay> {
  const open = new Set<Socket>();
  const server = createServer((inside) => {
    const outside = connect(Number(o.target.port || 80), o.target.hostname);
    for (const [from, to] of [
      [inside, outside],
      [outside, inside],
    ] as const) {
      open.add(from);
      from.pipe(to);
      // A peer that goes away ends the other half; nobody is left to tell.
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  const port = await listen({ server, host: o.gateway });
  return {
    gateway: o.gateway,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

function listen(o: { server: Server; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    o.server.once('error', (cause) =>
      reject(new EngineRefusedError({ what: `be reached from a container at ${o.host}`, cause })),
    );
    o.server.listen(0, o.host, () => {
      const address = o.server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}
