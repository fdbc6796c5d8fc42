import { readFileSync } from 'node:fs';
import type { Pack } from 'tar-stream';
import { type ContainerEngine, EngineRefusedError } from '#core';

/** The name that the Dockerfile has in every context. */
const DOCKERFILE = 'Dockerfile';

/**
 * Builds an image with the engine's own builder; a registry is asked for nothing.
 * @param o.context what the Dockerfile copies from; finished by this function
 * @throws EngineRefusedError with the builder's message
 */
export async function buildImage(o: {
  engine: ContainerEngine;
  image: string;
  dockerfile: string;
  args: Record<string, string>;
  labels: Record<string, string>;
  context: Pack;
}): Promise<void> {
  o.context.entry({ name: DOCKERFILE }, readFileSync(o.dockerfile));
  o.context.finalize();
  const { docker } = o.engine;
  const stream = await docker.buildImage(o.context as unknown as NodeJS.ReadableStream, {
    t: o.image,
    dockerfile: DOCKERFILE,
    buildargs: o.args,
    labels: o.labels,
    forcerm: true,
  });
  await new Promise<void>((resolve, reject) => {
    docker.modem.followProgress(stream, (error) => {
      if (error) reject(new EngineRefusedError({ what: `build ${o.image}`, cause: error }));
      else resolve();
    });
  });
}
