import type { Address } from 'viem';
import { z } from 'zod';
import { type ValidatorSet, validatorSetRoot } from '#circuits';
import { ValidatorSetMismatchError, ValidatorUnreachableError } from '../services/errors.ts';
import { readBatchVerifier } from '../services/readBatchVerifier.ts';
import type { ContractReader } from '../services/readRollupState.ts';

const coordinate = z.coerce.bigint();
const status = z.object({ publicKey: z.tuple([coordinate, coordinate]) });

/**
 * The validator set that L1 is at, with the keys of the validators themselves.
 * @param o.validators URLs, in the order of the set
 * @throws ValidatorUnreachableError
 * @throws ValidatorSetMismatchError when their keys, in this order, are not the set on L1
 */
export async function readValidatorSet(o: {
  client: ContractReader;
  batchVerifier: Address;
  validators: readonly string[];
}): Promise<ValidatorSet> {
  const [onL1, keys] = await Promise.all([
    readBatchVerifier(o),
    Promise.all(o.validators.map(readKey)),
  ]);
  const { epoch, k } = onL1;
  const set = { epoch, k, keys };
  const root = validatorSetRoot(set);
  if (root !== onL1.root) throw new ValidatorSetMismatchError({ onL1, local: [{ epoch, root }] });
  return set;
}

async function readKey(url: string) {
  try {
    const answer = await fetch(`${url}/status`, { signal: AbortSignal.timeout(30_000) });
    return status.parse(await answer.json()).publicKey;
  } catch (cause) {
    throw new ValidatorUnreachableError({ url, cause });
  }
}
