import { ImageMissingError } from './errors.ts';
import type { ContainerEngine } from './types.ts';

export interface EnsureImageOptions {
  engine: ContainerEngine;
  /** Reference: `ethereum/client-go:v1.17.5`. */
  image: string;
  /** What the image is for, as `--image` calls it. */
  component?: string;
  /** Command that builds it, for an image that no registry has. */
  build?: string;
  onProgress?: (message: string) => void;
}

/**
 * Makes sure that an image is in the engine: it is there already, or it is pulled.
 * @returns its id
 * @throws ImageMissingError
 */
export async function ensureImage(o: EnsureImageOptions): Promise<string> {
  const here = await imageId(o);
  if (here) return here;
  // What we build ourselves is in no registry.
  if (o.build) throw new ImageMissingError(o);
  o.onProgress?.(`pulls ${o.image}`);
  try {
    await o.engine.pull(o.image);
  } catch (cause) {
    throw new ImageMissingError({ ...o, cause });
  }
  const pulled = await imageId(o);
  // A pull may end without an error and without an image: its stream tells of the failure.
  if (!pulled) throw new ImageMissingError(o);
  return pulled;
}

/** The id of an image that is in the engine. */
export async function imageId(o: {
  engine: ContainerEngine;
  image: string;
}): Promise<string | undefined> {
  try {
    return (await o.engine.docker.getImage(o.image).inspect()).Id;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return undefined;
    throw error;
  }
}
