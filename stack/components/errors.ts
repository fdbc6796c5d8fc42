import { type Address, formatEther } from 'viem';
import { BaseError } from '#core';

export class L1FundsError extends BaseError {
  constructor(o: { accounts: readonly Address[]; wei: bigint }) {
    super(
      `${o.accounts.length} accounts of the stack have no ether on the L1, and nobody to get it from.`,
      {
        code: 'STACK_L1_FUNDS',
        details: o.accounts.join(', '),
        metaMessages: [
          `Send ${formatEther(o.wei)} ether to each of them,`,
          'or to the first account of the mnemonic as much as all of them need together.',
        ],
      },
    );
  }
}

export class WrongL1ChainError extends BaseError {
  constructor(o: { url: string; found: number; wanted: number }) {
    super(`The L1 at ${o.url} has chain id ${o.found}, not ${o.wanted}.`, {
      code: 'STACK_WRONG_L1_CHAIN',
      metaMessages: [`Use it with --l1-chain-id ${o.found}, or give the URL of another L1.`],
    });
  }
}

export class L1UnreachableError extends BaseError {
  constructor(o: { url: string; cause: unknown }) {
    super(`The L1 at ${o.url} does not answer.`, {
      code: 'STACK_L1_UNREACHABLE',
      cause: o.cause,
      metaMessages: ['Check that the URL is that of its JSON-RPC, and that it runs.'],
    });
  }
}

export class OtherL1Error extends BaseError {
  constructor(o: { address: Address; dataDir: string }) {
    super(`The L1 has no rollup manager at ${o.address}, where an earlier start put it.`, {
      code: 'STACK_OTHER_L1',
      metaMessages: [
        'The L1 is another one, or was reset. Begin anew with --reset,',
        `or give another --data-dir than ${o.dataDir}.`,
      ],
    });
  }
}
