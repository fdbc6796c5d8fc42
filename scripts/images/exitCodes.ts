/** Of `build-images.ts`: there is no base image, so nothing can be built on this machine. */
export const NO_BASE = 3;
