import type { ContainerFile, ContainerGroup, RoleReport, StartedContainer } from '#core';
import type { StackOptions } from '../session/options.ts';
import { ensureComponentImage } from './componentImage.ts';
import { innerConfig, outerReady } from './innerConfig.ts';
import { readyOf, roleContainer } from './roleContainer.ts';
import { componentOfRole, ROLE_PORTS } from './rolePorts.ts';

/**
 * Starts a role of ours in a container of the stack's group.
 * @param o.config as it would be for a process of this host
 * @returns what the role says of itself, as this host sees it
 * @throws ImageMissingError, ContainerFailedError, PortInUseError, AbortedError
 * @throws ProcessFailedError with the code of what keeps the role from starting
 */
export async function startRoleContainer(o: {
  group: ContainerGroup;
  options: StackOptions;
  name: string;
  role: string;
  config: unknown;
  signal: AbortSignal;
  onProgress: (message: string) => void;
  /** Of the programs that are not in the images, for those who run them. */
  programFiles: () => Promise<ContainerFile[]>;
}): Promise<{ container: StartedContainer; ready: unknown }> {
  const { group, options, name } = o;
  const component = componentOfRole(o.role);
  const port = ROLE_PORTS[component] as number;
  const image = await ensureComponentImage({
    ...{ engine: group.engine, component, images: options.images },
    onProgress: o.onProgress,
  });
  const fromInside = (url: string) => group.fromInside(url);
  const inner = await innerConfig({ config: o.config, name, port, options, fromInside });
  const { configFile, outer } = outerFacts(o.config);
  const wanted = roleContainer({
    // Schedulers reach a provider at the address that it registers on the L2.
    config: component === 'provider' ? { ...inner, publicUrl: `http://${name}:${port}` } : inner,
    ...{ name, component, port, outer, configFile },
    ...(component === 'provider' ? { files: await o.programFiles() } : {}),
  });
  const container = await group.start({ ...wanted, image, signal: o.signal });
  try {
    const ready = readyOf({ name, report: container.ready[0] as RoleReport });
    return { container, ready: outerReady({ ready, port, url: container.url('main') }) };
  } catch (error) {
    await container.stop();
    throw error;
  }
}

/** What of a role's configuration concerns its container. */
function outerFacts(config: unknown): { outer: number; configFile?: string | undefined } {
  const { port, api, configFile } = config as {
    port?: number;
    api?: { port: number };
    configFile?: string;
  };
  return { outer: port ?? api?.port ?? 0, configFile };
}
