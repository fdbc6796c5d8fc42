import {
  type Address,
  bytesToHex,
  concat,
  encodeAbiParameters,
  type Hex,
  hexToBigInt,
  keccak256,
  numberToHex,
} from 'viem';

const TYPES = [
  { type: 'string' },
  { type: 'uint256' },
  { type: 'address' },
  { type: 'uint256' },
  { type: 'uint32' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'bytes32' },
] as const;

/**
 * The last public signal of a job proof, which ties it to one delivery and is the challenge at which
 * the posted words are compared with the proved ones:
 * `uint256(keccak256(abi.encode("BIGCTX/1", chain id, market, job, attempt, provider, program,
 * request hash, result digest))) >> 8`, 248 bits so that it is below the field's order.
 * @param o.resultDigest see {@link deliveryDigest}
 */
export function computeCtx(o: {
  chainId: number;
  jobMarket: Address;
  jobId: bigint;
  attempt: number;
  provider: Address;
  programId: Hex;
  requestHash: Hex;
  resultDigest: Hex;
}): bigint {
  const encoded = encodeAbiParameters(TYPES, [
    'BIGCTX/1',
    BigInt(o.chainId),
    o.jobMarket,
    o.jobId,
    o.attempt,
    o.provider,
    o.programId,
    o.requestHash,
    o.resultDigest,
  ]);
  return hexToBigInt(keccak256(encoded)) >> 8n;
}

/** keccak256 of the commitment (32 bytes) followed by the posted bytes. */
export function deliveryDigest(o: { outputCommitment: bigint; delivery: Uint8Array }): Hex {
  return keccak256(concat([numberToHex(o.outputCommitment, { size: 32 }), bytesToHex(o.delivery)]));
}
