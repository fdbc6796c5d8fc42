/** Ports of the devkit image. */
export const BIGFILE_PORTS = { l1: 8545, l2: 8123, bridge: 8080 } as const;
