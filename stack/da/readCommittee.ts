import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type PublicClient,
  zeroAddress,
} from 'viem';
import { dataCommitteeAbi, rollupValidiumAbi } from '#contracts';

/** The committee that keeps the batches of a validium, as L1 has it. */
export interface Committee {
  address: Address;
  /** Signatures that a sequence needs. */
  required: number;
  /** In the order of their addresses, which is that of their signatures. */
  members: { url: string; address: Address }[];
}

type Reader = Pick<PublicClient, 'readContract'>;

/**
 * Finds the data availability protocol of a rollup.
 * @returns undefined for a rollup that puts its batches on L1, the zero address for a validium that
 * has none yet
 */
export async function readDataProtocol(o: {
  client: Reader;
  rollup: Address;
}): Promise<Address | undefined> {
  try {
    return await o.client.readContract({
      address: o.rollup,
      abi: rollupValidiumAbi,
      functionName: 'dataAvailabilityProtocol',
    });
  } catch (error) {
    const refused = (e: unknown) =>
      e instanceof ContractFunctionRevertedError || e instanceof ContractFunctionZeroDataError;
    // No such function: no validium. Anything else is a failure to ask.
    if (error instanceof BaseError && error.walk(refused)) return undefined;
    throw error;
  }
}

/** @returns undefined where there is no committee, which is so for every rollup that is no validium */
export async function readCommittee(o: {
  client: Reader;
  rollup: Address;
}): Promise<Committee | undefined> {
  const address = await readDataProtocol(o);
  if (address === undefined || address === zeroAddress) return undefined;
  const committee = { address, abi: dataCommitteeAbi } as const;
  const [count, required] = await Promise.all([
    o.client.readContract({ ...committee, functionName: 'getAmountOfMembers' }),
    o.client.readContract({ ...committee, functionName: 'requiredAmountOfSignatures' }),
  ]);
  const members = await Promise.all(
    Array.from({ length: Number(count) }, async (_, i) => {
      const [url, member] = await o.client.readContract({
        ...committee,
        functionName: 'members',
        args: [BigInt(i)],
      });
      return { url, address: member };
    }),
  );
  return { address, required: Number(required), members };
}
