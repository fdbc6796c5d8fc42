// SPDX-License-Identifier: GPL-3.0-or-later
import { type Address, encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';

const PARAMETERS = parseAbiParameters('uint256, address, uint32, address');

/**
 * What a batch signature is for:
 * `uint256(keccak256(abi.encode(l1ChainId, manager, rollupId, verifier))) >> 8`, as
 * `BatchVerifier.domain()`. The shift keeps it below the scalar order without a bias.
 */
export function batchDomain(o: {
  l1ChainId: bigint;
  manager: Address;
  rollupId: number;
  verifier: Address;
}): bigint {
  const encoded = encodeAbiParameters(PARAMETERS, [o.l1ChainId, o.manager, o.rollupId, o.verifier]);
  return BigInt(keccak256(encoded)) >> 8n;
}
