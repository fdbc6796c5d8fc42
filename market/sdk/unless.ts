import { MarketRevertError } from './errors.ts';

/** Gives `undefined` where a read is refused with the named error of a contract. */
export async function unless<T>(errorName: string, read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof MarketRevertError && error.errorName === errorName) return undefined;
    throw error;
  }
}
