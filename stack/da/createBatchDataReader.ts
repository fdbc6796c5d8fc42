import { type Address, type Hex, keccak256, type PublicClient } from 'viem';
import { rpc } from '../components/rpc.ts';
import { DataUnavailableError } from './errors.ts';
import { readCommittee } from './readCommittee.ts';

/** Gives the data of a batch of which L1 has the hash only. */
export type BatchDataReader = (hash: Hex) => Promise<Hex>;

/**
 * Asks the members of a validium's committee, one after the other, and believes nobody: what comes must
 * have the hash.
 * @throws DataUnavailableError from the reader
 */
export function createBatchDataReader(o: {
  client: Pick<PublicClient, 'readContract'>;
  rollup: Address;
}): BatchDataReader {
  return async (hash) => {
    // Read again every time: the members, and where they are, may change.
    const { members = [] } = (await readCommittee(o)) ?? {};
    let cause: unknown;
    for (const { url } of members) {
      try {
        const data = await rpc<Hex>(url, 'sync_getOffChainData', [hash]);
        if (keccak256(data) === hash) return data;
      } catch (error) {
        cause = error;
      }
    }
    throw new DataUnavailableError({ hash, asked: members.map(({ url }) => url), cause });
  };
}
