import { type Address, type Hex, isAddress, isHex, recoverAddress } from 'viem';
import { sign } from 'viem/accounts';
import { z } from 'zod';
import { accInputHash } from '../batch/index.ts';
import { DataRequestError } from './errors.ts';

/** A sequence as the sequencer gives it to the members of a committee. */
export interface DataSequence {
  batches: {
    l2Data: Hex;
    coinbase: Address;
    /** Of a forced batch: what L1 recorded of it; zeros otherwise. */
    forcedGlobalExitRoot: Hex;
    forcedTimestamp: bigint;
    forcedBlockHashL1: Hex;
  }[];
  oldAccInputHash: Hex;
  l1InfoRoot: Hex;
  /** Seconds. */
  maxSequenceTimestamp: bigint;
}

const bytes = z.custom<Hex>((v) => isHex(v), 'must be hex with 0x');
const hash = z.custom<Hex>((v) => isHex(v) && v.length === 66, 'must be 32 bytes of hex with 0x');
const address = z.custom<Address>(
  (v) => isAddress(String(v), { strict: false }),
  'must be an address',
);
const quantity = z
  .string()
  .regex(/^0x[0-9a-fA-F]{1,16}$/)
  .transform(BigInt);

/** Names of the fields as in cdk-data-availability's `datacom_signSequenceBanana`. */
const wire = z.object({
  sequence: z.object({
    batches: z
      .array(
        z.object({
          L2Data: bytes,
          coinbase: address,
          forcedGlobalExitRoot: hash,
          forcedTimestamp: quantity,
          forcedBlockHashL1: hash,
        }),
      )
      .min(1),
    oldAccInputhash: hash,
    l1InfoRoot: hash,
    maxSequenceTimestamp: quantity,
  }),
  signature: bytes,
});

/**
 * Hash chain after a sequence, as the rollup contract will compute it: what the sequencer and every
 * member sign, without a prefix.
 */
export function dataSequenceHash(o: DataSequence): Hex {
  return o.batches.reduce((previous, batch) => {
    const isForced = batch.forcedTimestamp > 0n;
    return accInputHash({
      previous,
      transactions: batch.l2Data,
      l1InfoRoot: isForced ? batch.forcedGlobalExitRoot : o.l1InfoRoot,
      timestamp: isForced ? batch.forcedTimestamp : o.maxSequenceTimestamp,
      coinbase: batch.coinbase,
      forcedBlockHash: batch.forcedBlockHashL1,
    });
  }, o.oldAccInputHash);
}

/** The parameter of the call that asks a member for its signature. */
export async function signedRequest(o: { sequence: DataSequence; key: Hex }): Promise<unknown> {
  const { sequence: s, key } = o;
  const quantityOf = (value: bigint): Hex => `0x${value.toString(16)}`;
  return {
    sequence: {
      batches: s.batches.map(({ l2Data, forcedTimestamp, ...rest }) => ({
        ...rest,
        L2Data: l2Data,
        forcedTimestamp: quantityOf(forcedTimestamp),
      })),
      oldAccInputhash: s.oldAccInputHash,
      l1InfoRoot: s.l1InfoRoot,
      maxSequenceTimestamp: quantityOf(s.maxSequenceTimestamp),
    },
    signature: await signHash({ hash: dataSequenceHash(s), key }),
  };
}

/**
 * Reads what `signedRequest` made.
 * @returns the sequence, its hash, and who signed it
 * @throws DataRequestError
 */
export async function parseRequest(
  value: unknown,
): Promise<{ sequence: DataSequence; hash: Hex; signer: Address }> {
  const parsed = wire.safeParse(value);
  if (!parsed.success) throw new DataRequestError({ reason: z.prettifyError(parsed.error) });
  const { oldAccInputhash: oldAccInputHash, batches, ...rest } = parsed.data.sequence;
  const sequence: DataSequence = {
    ...rest,
    oldAccInputHash,
    batches: batches.map(({ L2Data: l2Data, ...batch }) => ({ ...batch, l2Data })),
  };
  const signed = { hash: dataSequenceHash(sequence), signature: parsed.data.signature };
  try {
    return { sequence, hash: signed.hash, signer: await recoverAddress(signed) };
  } catch (cause) {
    throw new DataRequestError({ reason: 'the signature cannot be read', cause });
  }
}

/** 65 bytes, v 27 or 28, as the committee contract takes them. */
export function signHash(o: { hash: Hex; key: Hex }): Promise<Hex> {
  return sign({ hash: o.hash, privateKey: o.key, to: 'hex' });
}
