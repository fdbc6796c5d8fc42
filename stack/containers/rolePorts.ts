/** The port on which each role listens inside its container. */
export const ROLE_PORTS: Readonly<Record<string, number>> = {
  l1: 8545,
  l2: 8123,
  gateway: 8123,
  bridge: 8080,
  'sequence-sender': 9000,
  aggregator: 9000,
  validator: 9000,
  scheduler: 9000,
  provider: 9000,
};

/** `sequenceSender`, the file below `stack/roles/`, is the component `sequence-sender`. */
export function componentOfRole(role: string): string {
  return role.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
