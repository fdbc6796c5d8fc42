import { type Address, BaseError, InsufficientFundsError, type PublicClient } from 'viem';
import type { Logger } from '#core';

/** Why the claimer cannot pay, or soon will not be able to. */
export interface BalanceAlarm {
  code: 'CLAIMER_BALANCE_LOW' | 'CLAIMER_OUT_OF_FUNDS';
  message: string;
}

export interface PurseStatus {
  /** Wei of the native coin; `undefined` before the first look. */
  balance: bigint | undefined;
  alarm: BalanceAlarm | undefined;
}

/** What a claimer pays with. */
export interface Purse {
  /** Reads balance and gas price. @param reserved wei that transactions on their way may still take */
  look(reserved: bigint): Promise<{ gasPrice: bigint }>;
  /** Takes the cost of a transaction out of what is left; false, and an alarm, when it is too much. */
  spend(cost: bigint): boolean;
  status(): PurseStatus;
}

/** Gas that a claim takes, roughly; for the alarm only. */
const TYPICAL_GAS = 300_000n;
/** Claims that the balance must be good for, lest the alarm goes off. */
const CLAIMS_AHEAD = 20n;

/**
 * @param o.gasPrice wei per gas; what the network asks, and a quarter more, unless told
 * @param o.minBalance wei; enough for twenty claims unless told
 */
export function createPurse(o: {
  client: PublicClient;
  address: Address;
  gasPrice: bigint | undefined;
  minBalance: bigint | undefined;
  logger: Logger;
}): Purse {
  const { client, address, logger } = o;
  let balance: bigint | undefined;
  let left = 0n;
  let alarm: BalanceAlarm | undefined;

  const raise = (next: BalanceAlarm | undefined) => {
    if (next && next.code !== alarm?.code)
      logger.error({ ...next, address }, 'claimer needs funds');
    if (!next && alarm) logger.info({ address, balance }, 'claimer has funds again');
    alarm = next;
  };

  return {
    status: () => ({ balance, alarm }),
    async look(reserved) {
      const [funds, asked] = await Promise.all([
        client.getBalance({ address }),
        o.gasPrice === undefined ? client.getGasPrice() : undefined,
      ]);
      const gasPrice = o.gasPrice ?? (asked as bigint) + (asked as bigint) / 4n;
      balance = funds;
      left = funds - reserved;
      const least = o.minBalance ?? CLAIMS_AHEAD * TYPICAL_GAS * gasPrice;
      if (left < TYPICAL_GAS * gasPrice) raise(outOfFunds({ address, balance }));
      else raise(funds < least ? lowBalance({ address, balance, least }) : undefined);
      return { gasPrice };
    },
    spend(cost) {
      if (cost > left) {
        raise(outOfFunds({ address, balance: balance ?? 0n }));
        return false;
      }
      left -= cost;
      return true;
    },
  };
}

function outOfFunds({ address, balance }: { address: Address; balance: bigint }): BalanceAlarm {
  return {
    code: 'CLAIMER_OUT_OF_FUNDS',
    message: `${address} has ${balance} wei, not enough for the next claim: claims wait until it has more.`,
  };
}

function lowBalance(o: { address: Address; balance: bigint; least: bigint }): BalanceAlarm {
  return {
    code: 'CLAIMER_BALANCE_LOW',
    message: `${o.address} has ${o.balance} wei, less than the ${o.least} wei of the alarm: send it more.`,
  };
}

/** True when a node refuses for want of money, in the words of any of the usual nodes. */
export function isOutOfFunds(error: unknown): boolean {
  if (!(error instanceof BaseError)) return false;
  if (error.walk((e) => e instanceof InsufficientFundsError)) return true;
  return /enough funds|insufficient (funds|balance)/i.test(`${error.message}`);
}
