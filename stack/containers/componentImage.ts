import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ContainerEngine, ensureImage, environment, imageVariable } from '#core';
import { UnknownComponentError } from '../errors.ts';

interface Version {
  image: string;
  /** Command that builds the image; of those that no registry has. */
  build?: string;
}

/** Component to reference, as `--image` and the configuration file give it. */
export type ImageOverrides = Readonly<Record<string, string>>;

const versions = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', 'versions.json'), 'utf8'),
) as Record<string, Version>;

/** The components that `versions.json` knows. */
export const COMPONENTS: readonly string[] = Object.keys(versions);

/**
 * The image of a component: of `--image` or the configuration file, else of
 * `BIGFILE_IMAGE_<COMPONENT>`, else of `versions.json`.
 * @throws UnknownComponentError
 */
export function componentImage(o: { component: string; images?: ImageOverrides | undefined }): {
  image: string;
  /** Absent for an image that was chosen by hand. */
  build?: string;
} {
  const { component } = o;
  const version = versions[component];
  if (!version) throw new UnknownComponentError({ component, known: COMPONENTS });
  const chosen = o.images?.[component] ?? environment(imageVariable(component));
  return chosen === undefined ? version : { image: chosen };
}

/**
 * The image of a component, made sure to be in the engine.
 * @throws UnknownComponentError
 * @throws ImageMissingError
 */
export async function ensureComponentImage(o: {
  engine: ContainerEngine;
  component: string;
  images?: ImageOverrides | undefined;
  onProgress?: (message: string) => void;
}): Promise<string> {
  const chosen = componentImage(o);
  await ensureImage({ ...o, ...chosen });
  return chosen.image;
}
