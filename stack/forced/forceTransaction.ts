import {
  type Address,
  bytesToHex,
  type Hash,
  type Hex,
  isAddressEqual,
  parseEventLogs,
  zeroAddress,
} from 'viem';
import { polTestTokenAbi, rollupEtrogAbi } from '#contracts';
import { encodeBatchTransaction } from '../batch/index.ts';
import type { L1Sender } from '../services/L1Sender.ts';
import { ForcedFeeError, ForcedTooLargeError, ForcingReservedError } from './errors.ts';
import type { Forcing } from './readForcing.ts';

/** Limit of the rollup contract. */
const MAX_FORCED_BYTES = 5_000;

/** A transaction that L1 has taken for the L2. */
export interface ForcedTransaction {
  /** Number of the forced batch, from 1. */
  number: bigint;
  /** Batch data, as on L1. */
  data: Hex;
  /** Time of its L1 block, seconds; the sequencer's time runs from there. */
  timestamp: bigint;
  blockNumber: bigint;
  /** The transaction on L1. */
  transactionHash: Hash;
  /** Wei of POL: what it cost, and what was minted for it. */
  pol: { fee: bigint; minted: bigint };
}

/**
 * Puts one signed L2 transaction on L1 as a forced batch, and pays for it. Missing POL is minted where
 * anybody may mint, which is so on dev chains only.
 * @param o.onCost told the price in wei of POL before anything is sent
 * @throws ForcedTooLargeError, ForcingReservedError, ForcedFeeError before anything is sent
 * @throws BatchEncodeError when `raw` is no transaction
 * @throws TransactionFailedError with the contract's reason
 */
export async function forceTransaction(o: {
  sender: L1Sender;
  forcing: Forcing;
  raw: Hex;
  onCost?: (cost: { fee: bigint; balance: bigint }) => void;
}): Promise<ForcedTransaction> {
  const { sender, forcing } = o;
  const bytes = encodeBatchTransaction({ raw: o.raw });
  if (bytes.length > MAX_FORCED_BYTES) {
    throw new ForcedTooLargeError({ bytes: bytes.length, max: MAX_FORCED_BYTES });
  }
  const { rollup } = forcing.contracts;
  const { allowed } = forcing;
  if (!isAddressEqual(allowed, zeroAddress) && !isAddressEqual(allowed, sender.address)) {
    throw new ForcingReservedError({ account: sender.address, allowed, rollup });
  }
  const minted = await payFor(o);
  const receipt = await sender.send({
    what: 'force a batch',
    address: rollup,
    abi: rollupEtrogAbi,
    functionName: 'forceBatch',
    args: [bytesToHex(bytes), forcing.fee],
  });
  const [event] = parseEventLogs({
    abi: rollupEtrogAbi,
    eventName: 'ForceBatch',
    logs: receipt.logs,
  });
  const { blockNumber, transactionHash } = receipt;
  const { timestamp } = await sender.client.getBlock({ blockNumber });
  return {
    number: event!.args.forceBatchNum,
    data: bytesToHex(bytes),
    timestamp,
    blockNumber,
    transactionHash,
    pol: { fee: forcing.fee, minted },
  };
}

/** @returns wei of POL that were minted */
async function payFor(o: {
  sender: L1Sender;
  forcing: Forcing;
  onCost?: (cost: { fee: bigint; balance: bigint }) => void;
}): Promise<bigint> {
  const { sender, forcing } = o;
  const { client, address: account } = sender;
  const { fee } = forcing;
  const pol = { address: forcing.pol, abi: polTestTokenAbi } as const;
  const spender: Address = forcing.contracts.rollup;
  const [balance, allowance] = await Promise.all([
    client.readContract({ ...pol, functionName: 'balanceOf', args: [account] }),
    client.readContract({ ...pol, functionName: 'allowance', args: [account, spender] }),
  ]);
  o.onCost?.({ fee, balance });
  const missing = balance < fee ? fee - balance : 0n;
  if (missing > 0n) {
    const args = [account, missing] as const;
    const mint = { ...pol, functionName: 'mint', args } as const;
    await client.simulateContract({ ...mint, account: client.account }).catch(() => {
      throw new ForcedFeeError({ account, balance, fee, pol: forcing.pol });
    });
    await sender.send({ ...mint, what: 'mint POL' });
  }
  if (allowance < fee) {
    const args = [spender, fee];
    await sender.send({ ...pol, what: 'approve POL', functionName: 'approve', args });
  }
  return missing;
}
