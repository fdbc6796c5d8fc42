import { BaseError } from '#core';

export class BridgeUsageError extends BaseError {
  constructor(o: { problem: string; cause?: unknown }) {
    super(`The command does not say enough: ${o.problem}.`, {
      code: 'STACK_BRIDGE_USAGE',
      cause: o.cause,
      details: o.problem,
      metaMessages: [
        'Without URLs the commands work on the running stack; with them they need no stack.',
        '`bigfile bridge --help` lists the commands, `bigfile bridge deposit --help` their options.',
      ],
    });
  }
}

export class BridgeNetworkMissingError extends BaseError {
  constructor(o: { network: number; known: readonly number[] }) {
    super(`Network ${o.network} is not among those that are connected.`, {
      code: 'STACK_BRIDGE_NETWORK',
      metaMessages: [
        `Connected: ${o.known.join(', ')} (0 is the L1). Add one with --l2-rpc <url>.`,
      ],
    });
  }
}
