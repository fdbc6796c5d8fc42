import { type ContainerEngine, DockerMissingError, findEngine, imageId } from '#core';
import { l1EngineOf, l2Engines, usesContainers } from '../components/engines.ts';
import { componentImage, type ImageOverrides } from '../containers/componentImage.ts';
import { ROLE_PORTS } from '../containers/rolePorts.ts';
import type { StackOptions } from '../session/options.ts';
import { gib } from './hostChecks.ts';
import type { Finding } from './types.ts';

/** The oldest engine that the containers were run with. */
const ENGINE_WANTED = 20;
const MEMORY_BYTES = 4 * 2 ** 30;
/** What the engine and Node.js call the same architecture. */
const ARCHITECTURES: Record<string, string> = { x86_64: 'x64', aarch64: 'arm64', amd64: 'x64' };

/** The container engine, and the images that a stack of these options takes. */
export async function checkEngine(options: StackOptions): Promise<Finding[]> {
  const needed = usesContainers(options);
  try {
    const engine = await findEngine();
    const images = componentsOf(options).map((component) =>
      checkImage({ engine, component, images: options.images }),
    );
    return [version(engine), architecture(engine), memory(engine), ...(await Promise.all(images))];
  } catch (error) {
    if (!(error instanceof DockerMissingError)) throw error;
    const fix = error.metaMessages[0] as string;
    const found = error.shortMessage;
    if (needed) return [{ name: 'engine', state: 'problem', found, fix }];
    return [{ name: 'engine', state: 'note', found: `${found} This stack needs none.`, fix }];
  }
}

function version(engine: ContainerEngine): Finding {
  const found = `${engine.version}, ${engine.operatingSystem}`;
  if (Number(engine.version.split('.')[0]) >= ENGINE_WANTED)
    return { name: 'engine', state: 'ok', found };
  const fix = `Tried with ${ENGINE_WANTED}.10 and later: update the engine.`;
  return { name: 'engine', state: 'note', found, fix };
}

function architecture(engine: ContainerEngine): Finding {
  const name = 'architecture';
  const found = engine.architecture;
  const known = ARCHITECTURES[found] ?? found;
  if (known === 'arm64') {
    const fix = 'Official images for amd64 only (the prover) run under emulation, or not at all.';
    return { name, state: 'note', found, fix };
  }
  if (known === process.arch) return { name, state: 'ok', found };
  const fix = `This Node.js is for ${process.arch}: the images that it builds will not run there.`;
  return { name, state: 'note', found, fix };
}

function memory(engine: ContainerEngine): Finding {
  const name = 'engine memory';
  const found = gib(engine.memoryBytes);
  if (engine.memoryBytes >= MEMORY_BYTES) return { name, state: 'ok', found };
  const fix = `Give the engine (Docker Desktop: Settings, Resources) ${gib(MEMORY_BYTES)}.`;
  return { name, state: 'note', found, fix };
}

/** Components whose images a stack of these options starts. */
function componentsOf(options: StackOptions): string[] {
  const official = [l1EngineOf(options.l1).component, l2Engines[options.l2].component];
  const named: string[] = [
    ...official.flatMap((component) => (component ? [component.image] : [])),
    ...(options.bridge === 'official' ? ['postgres', 'zkevm-bridge-service'] : []),
    ...(options.committee === 'official' ? ['postgres', 'cdk-data-availability'] : []),
    ...(options.settlement === 'cdk-node' ? ['cdk-node'] : []),
    ...(options.settlement === 'cdk-node' && options.prover === 'mock' ? ['zkevm-prover'] : []),
  ];
  const all = options.in === 'containers' ? [...named, ...Object.keys(ROLE_PORTS)] : named;
  return [...new Set(all)];
}

async function checkImage(o: {
  engine: ContainerEngine;
  component: string;
  images: ImageOverrides | undefined;
}): Promise<Finding> {
  const name = `image ${o.component}`;
  const { image: found, build } = componentImage(o);
  if (await imageId({ engine: o.engine, image: found })) return { name, state: 'ok', found };
  if (build) return { name, state: 'problem', found: `${found} is not built`, fix: `${build}.` };
  const fix = `It is pulled at the start; or now: docker pull ${found}.`;
  return { name, state: 'note', found: `${found} is not here`, fix };
}
