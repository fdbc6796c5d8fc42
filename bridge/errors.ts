import { BaseError } from '#core';

export class TreeSizeError extends BaseError {
  constructor(o: { asked: number; leafCount: number }) {
    super(`A tree of ${o.leafCount} leaves cannot answer for size ${o.asked}.`, {
      code: 'BRIDGE_TREE_SIZE',
      metaMessages: ['Ask for a size that the tree has had: 0 up to its number of leaves.'],
    });
  }
}

export class LeafIndexError extends BaseError {
  constructor(o: { index: number; leafCount: number }) {
    super(`Leaf ${o.index} is not in a tree of ${o.leafCount} leaves.`, {
      code: 'BRIDGE_LEAF_INDEX',
      metaMessages: ['Prove against a larger tree, one made after the deposit.'],
    });
  }
}

export class GlobalIndexError extends BaseError {
  constructor(o: { globalIndex: bigint }) {
    super(`${o.globalIndex} is not a global index: it has bits that must be zero.`, {
      code: 'BRIDGE_GLOBAL_INDEX',
      metaMessages: [
        'Bit 64 is the mainnet flag, bits 32-63 the rollup index (0 with the flag), bits 0-31 the leaf.',
      ],
    });
  }
}

export class DepositGapError extends BaseError {
  constructor(o: { network: number; expected: number; found: number }) {
    super(
      `Deposit ${o.found} of network ${o.network} came where deposit ${o.expected} was expected.`,
      {
        code: 'BRIDGE_DEPOSIT_GAP',
        metaMessages: [
          'Start indexing at or before the block that deployed the bridge, and check the bridge address.',
        ],
      },
    );
  }
}

export class NetworkUnknownError extends BaseError {
  constructor(o: { network: number; known: readonly number[] }) {
    super(`Network ${o.network} is not followed here.`, {
      code: 'BRIDGE_NETWORK_UNKNOWN',
      httpStatus: 404,
      metaMessages: [`Networks: ${o.known.join(', ')} (0 is the L1).`],
    });
  }
}

export class DepositNotFoundError extends BaseError {
  constructor(o: { network: number; depositCount: number; indexed?: number }) {
    super(`There is no deposit ${o.depositCount} of network ${o.network}.`, {
      code: 'BRIDGE_DEPOSIT_NOT_FOUND',
      httpStatus: 404,
      metaMessages: [
        o.indexed === undefined
          ? 'Check the number, or ask again when the service has read on (/sync).'
          : `${o.indexed} deposits of that network are indexed so far (0 is the first).`,
      ],
    });
  }
}

/** Why a deposit cannot be claimed yet. */
export interface NotReadyReason {
  code:
    | 'WAITING_EXIT_ROOT'
    | 'WAITING_GER'
    | 'WAITING_SEQUENCE'
    | 'WAITING_VERIFICATION'
    | 'DESTINATION_NOT_FOLLOWED';
  message: string;
  /** From now, by what was seen lately; `null` where nothing can be said. */
  estimatedSeconds: number | null;
}

export class NotReadyError extends BaseError {
  constructor(o: { network: number; depositCount: number; reason: NotReadyReason | undefined }) {
    const why = o.reason?.message ?? 'what proves it has just arrived.';
    super(`Deposit ${o.depositCount} of network ${o.network} cannot be claimed yet: ${why}`, {
      code: 'BRIDGE_NOT_READY',
      details: o.reason?.code ?? 'WAITING_GER',
      httpStatus: 409,
      metaMessages: ['Ask again later; `GET /bridge` tells when `ready_for_claim` turns true.'],
    });
  }
}

export class ExitRootUnknownError extends BaseError {
  constructor(o: { globalExitRoot: string }) {
    super(`No leaf of the L1 info tree has the global exit root ${o.globalExitRoot}.`, {
      code: 'BRIDGE_EXIT_ROOT_UNKNOWN',
      httpStatus: 404,
      metaMessages: [
        'Take one from `UpdateL1InfoTree` events, or ask /merkle-proof for the newest.',
      ],
    });
  }
}

export class InfoLeafNotFoundError extends BaseError {
  constructor(o: { index: number; network: number }) {
    super(`No leaf of the L1 info tree from ${o.index} on is known on network ${o.network}.`, {
      code: 'BRIDGE_INFO_LEAF_NOT_FOUND',
      httpStatus: 404,
      metaMessages: ['Ask again later: a rollup learns of new leaves with its next blocks.'],
    });
  }
}

export class NotCoveredError extends BaseError {
  constructor(o: { network: number; depositCount: number; leaf: number }) {
    super(
      `Leaf ${o.leaf} of the L1 info tree does not prove deposit ${o.depositCount} of network ${o.network}.`,
      {
        code: 'BRIDGE_NOT_COVERED',
        httpStatus: 409,
        metaMessages: ['Choose a later leaf; /bridge/v1/l1-info-tree-index tells the first one.'],
      },
    );
  }
}

export class TransferNotFoundError extends BaseError {
  constructor(o: { txHash: string }) {
    super(`No deposit and no claim of transaction ${o.txHash} is indexed.`, {
      code: 'BRIDGE_TRANSFER_NOT_FOUND',
      httpStatus: 404,
      metaMessages: ['Check the hash; /sync tells how far each network is indexed.'],
    });
  }
}

export class PermitDomainUnknownError extends BaseError {
  constructor(o: { token: string }) {
    super(`The token ${o.token} does not tell the domain that its permits are signed for.`, {
      code: 'BRIDGE_PERMIT_DOMAIN',
      metaMessages: ['Approve the bridge on the token, or sign the permit yourself and pass it.'],
    });
  }
}

export class NoReorgError extends BaseError {
  constructor(o: { network: number }) {
    super(`No reorganisation of network ${o.network} was seen.`, {
      code: 'BRIDGE_NO_REORG',
      httpStatus: 404,
      metaMessages: ['There is nothing to do.'],
    });
  }
}

export class WrappedTokenNotFoundError extends BaseError {
  constructor(o: { originNetwork: number; originAddress: string }) {
    super(`Token ${o.originAddress} of network ${o.originNetwork} is not wrapped anywhere.`, {
      code: 'BRIDGE_WRAPPED_TOKEN_NOT_FOUND',
      httpStatus: 404,
      metaMessages: ['A wrapped token is made by the first claim of its deposits.'],
    });
  }
}

export class InvalidParameterError extends BaseError {
  constructor(o: { name: string; value: string | null; expected: string }) {
    super(
      o.value === null
        ? `The parameter ${o.name} is missing.`
        : `The parameter ${o.name} is ${JSON.stringify(o.value.slice(0, 80))}.`,
      {
        code: 'BRIDGE_INVALID_PARAMETER',
        metaMessages: [`${o.name} must be ${o.expected}.`],
      },
    );
  }
}

export class NoDepositError extends BaseError {
  constructor(o: { hash: string; status: string }) {
    super(`Transaction ${o.hash} made no deposit (${o.status}).`, {
      code: 'BRIDGE_NO_DEPOSIT',
      metaMessages: ['Check the hash, and that it is on the chain of the client.'],
    });
  }
}

export class PermitUnsupportedError extends BaseError {
  constructor(o: { token: string; bridge: string; amount: bigint; cause: unknown }) {
    super(`The token ${o.token} takes no signed permit, and the bridge has no allowance.`, {
      code: 'BRIDGE_PERMIT_UNSUPPORTED',
      cause: o.cause,
      metaMessages: [
        `Call approve(${o.bridge}, ${o.amount}) on the token first; the deposit then needs no permit.`,
      ],
    });
  }
}

export class BridgeApiError extends BaseError {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(o: { url: string; status: number; body: string; cause?: unknown }) {
    const what = o.status === 0 ? 'does not answer' : `answered ${o.status}`;
    const details = saidIn(o.body);
    super(`The bridge service ${what}: ${o.url}.`, {
      code: 'BRIDGE_API',
      ...(details ? { details } : {}),
      cause: o.cause,
      metaMessages: ['Check the URL of the bridge service, and its log.'],
    });
    this.status = o.status;
  }
}

/** The service's own sentence where it has one, else what it answered. */
function saidIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { code?: string; message?: string } };
    if (error?.message) return `${error.message} (${error.code})`;
  } catch {
    // Not every service answers JSON.
  }
  return body.slice(0, 500);
}

export class ConservationError extends BaseError {
  constructor(o: { terms: Record<string, bigint> }) {
    const terms = Object.entries(o.terms).map(([name, value]) => `${name} ${value}`);
    super('BIG is not conserved: what the L1 bridge locks is not what is owed on both chains.', {
      code: 'BRIDGE_CONSERVATION',
      details: terms.join(', '),
      metaMessages: [
        'locked must equal circulating + deposits unclaimed + exits unclaimed, plus known donations to the L2 bridge (all in wei).',
      ],
    });
  }
}
