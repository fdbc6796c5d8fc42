import { type Address, concatHex, type Hex, isAddressEqual, recoverAddress } from 'viem';
import { rpc } from '../components/rpc.ts';
import { type DataSequence, dataSequenceHash, signedRequest } from './dataSequence.ts';
import { TooFewSignaturesError } from './errors.ts';
import type { Committee } from './readCommittee.ts';

/**
 * Has a sequence kept and signed by as many members of a committee as it needs.
 * @param o.key of the trusted sequencer
 * @returns the data availability message: the signatures in the order of the members, then the
 * addresses of all members
 * @throws TooFewSignaturesError
 */
export async function collectDataSignatures(o: {
  committee: Committee;
  sequence: DataSequence;
  key: Hex;
}): Promise<Hex> {
  const { members, required } = o.committee;
  const [request, hash] = [await signedRequest(o), dataSequenceHash(o.sequence)];
  const answers = await Promise.allSettled(
    members.map((member) => signatureOf({ member, request, hash })),
  );
  const signatures = answers.flatMap((a) => (a.status === 'fulfilled' ? [a.value] : []));
  if (signatures.length < required) {
    const reasons = answers.flatMap((a) => (a.status === 'rejected' ? [String(a.reason)] : []));
    throw new TooFewSignaturesError({ required, reasons });
  }
  const addresses = members.map(({ address }) => address);
  return concatHex([...signatures.slice(0, required), ...addresses]);
}

async function signatureOf(o: {
  member: { url: string; address: Address };
  request: unknown;
  hash: Hex;
}): Promise<Hex> {
  const { url, address } = o.member;
  const signature = await rpc<Hex>(url, 'datacom_signSequenceBanana', [o.request]);
  const signer = await recoverAddress({ hash: o.hash, signature });
  if (isAddressEqual(signer, address)) return signature;
  throw new TooFewSignaturesError({
    required: 1,
    reasons: [`${url} signs as ${signer}, not ${address}`],
  });
}
