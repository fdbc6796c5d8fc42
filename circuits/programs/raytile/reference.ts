// SPDX-License-Identifier: GPL-3.0-or-later
import { BadLengthError } from '../../errors.ts';

interface Sphere {
  centre: readonly [number, number, number];
  radius: number;
  albedo: number;
}

interface Scene {
  height: number;
  ground: number;
  spheres: readonly Sphere[];
}

/** The light shines from (-2, 3, -6), whose length is 7. */
const LIGHT = [-2, 3, -6] as const;
const DEPTH = 64;

/**
 * The meaning of raytile, in plain integers below 2^53 (README.md beside this file): one byte of
 * brightness for each pixel of the tile, row by row from the top.
 * @throws BadLengthError unless the input has 4 bytes and 5 for each sphere
 */
export function runRaytile(o: {
  input: Uint8Array;
  width: number;
  height: number;
  spheres: number;
}): Uint8Array {
  const { input } = o;
  const expected = 4 + 5 * o.spheres;
  if (input.length !== expected) {
    throw new BadLengthError({ what: 'input', expected, actual: input.length });
  }
  const signed = (byte: number): number => (byte < 128 ? byte : byte - 256);
  const spheres = Array.from({ length: o.spheres }, (_, i): Sphere => {
    const [x, y, z, radius, albedo] = input.subarray(4 + 5 * i) as unknown as number[];
    return { centre: [signed(x!), signed(y!), z!], radius: radius! + 1, albedo: albedo! };
  });
  const scene = { height: input[2]! + 1, ground: input[3]!, spheres };
  const [tileX, tileY] = [input[0]! & 15, input[1]! & 15];
  return Uint8Array.from({ length: o.width * o.height }, (_, p) => {
    const px = o.width * (tileX - 8) + (p % o.width);
    const py = o.height * (8 - tileY) - 1 - Math.floor(p / o.width);
    return brightness({ scene, ray: [px, py, DEPTH] });
  });
}

function brightness(o: { scene: Scene; ray: readonly [number, number, number] }): number {
  const { scene, ray } = o;
  const a = dot(ray, ray);
  let along = Number.POSITIVE_INFINITY;
  let nearest: Sphere | undefined;
  // Strictly nearer: of equals, the first sphere stays, and a sphere before the plane.
  for (const sphere of scene.spheres) {
    const at = sphereHit({ sphere, ray, a });
    if (at === undefined || at >= along) continue;
    along = at;
    nearest = sphere;
  }
  if (ray[1] < 0 && Math.floor((scene.height * a) / -ray[1]) < along) {
    return Math.floor((3 * scene.ground) / 7);
  }
  if (!nearest) return 0;
  const { centre, radius, albedo } = nearest;
  const facing = Math.max(0, along * dot(ray, LIGHT) - a * dot(centre, LIGHT));
  return Math.min(255, Math.floor((facing * albedo) / (7 * a * radius)));
}

/** a times the ray's parameter at the near hit, rounded up; undefined for a miss or a hit behind. */
function sphereHit(o: {
  sphere: Sphere;
  ray: readonly [number, number, number];
  a: number;
}): number | undefined {
  const { centre, radius } = o.sphere;
  const b = dot(o.ray, centre);
  const disc = b * b - o.a * (dot(centre, centre) - radius * radius);
  if (disc < 0) return undefined;
  const along = b - Math.floor(Math.sqrt(disc));
  return along > 0 ? along : undefined;
}

function dot(u: readonly [number, number, number], v: readonly [number, number, number]): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}
