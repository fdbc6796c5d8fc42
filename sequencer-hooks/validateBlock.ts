import type { Address, Hex } from 'viem';
import { HookFailedError } from './errors.ts';
import type { AdmissionTransaction, Hook } from './types.ts';

/**
 * What a hook has made of the transactions for a block.
 * @throws HookFailedError unless it is a choice of those given, with each sender's in their order
 *   and without a gap
 */
export function assertBuildable(o: {
  hook: Hook;
  given: readonly AdmissionTransaction[];
  answer: unknown;
}): AdmissionTransaction[] {
  const { hook, given, answer } = o;
  const refuse = (details: string): never => {
    throw new HookFailedError({ hook: hook.name, point: 'blockBuilding', details });
  };
  if (!Array.isArray(answer)) return refuse(`it answered ${JSON.stringify(answer)}`);
  const byHash = new Map<Hex, AdmissionTransaction>(given.map((t) => [t.hash, t]));
  const next = new Map<Address, bigint>();
  for (const { from, nonce } of given) {
    const least = next.get(from);
    if (least === undefined || nonce < least) next.set(from, nonce);
  }
  return answer.map((hash: Hex) => {
    const transaction = byHash.get(hash);
    if (!transaction) return refuse(`${hash} was not given, or is there twice`);
    byHash.delete(hash);
    const { from, nonce } = transaction;
    const wanted = next.get(from)!;
    if (nonce !== wanted) return refuse(`nonce ${nonce} of ${from} comes before ${wanted}`);
    next.set(from, nonce + 1n);
    return transaction;
  });
}
