import { type Address, type Hex, hashTypedData, type LocalAccount } from 'viem';
import type { ProviderOffer } from './types.ts';

/** EIP-712 types of what a provider signs. */
export const offerTypes = {
  ProviderOffer: [
    { name: 'provider', type: 'address' },
    { name: 'programId', type: 'bytes32' },
    { name: 'jobId', type: 'uint256' },
    { name: 'price', type: 'uint96' },
    { name: 'bond', type: 'uint96' },
    { name: 'maxJobs', type: 'uint32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'validUntil', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const;

/** Which market on which chain an offer is for. */
export interface OfferDomain {
  /** Of the L2. */
  chainId: number;
  jobMarket: Address;
}

/** An offer as typed data, for any EIP-712 signer. */
export function offerTypedData(o: OfferDomain & { offer: ProviderOffer }) {
  return {
    domain: {
      name: 'BigFile JobMarket',
      version: '1',
      chainId: o.chainId,
      verifyingContract: o.jobMarket,
    },
    types: offerTypes,
    primaryType: 'ProviderOffer',
    message: o.offer,
  } as const;
}

/** The digest that a provider signs, equal to the contract's `offerHash`. */
export function hashOffer(o: OfferDomain & { offer: ProviderOffer }): Hex {
  return hashTypedData(offerTypedData(o));
}

/** A provider's signature over its offer. */
export function signOffer(
  o: OfferDomain & { offer: ProviderOffer; account: LocalAccount },
): Promise<Hex> {
  return o.account.signTypedData(offerTypedData(o));
}
