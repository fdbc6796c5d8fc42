import { type AccessList, type Hex, size } from 'viem';
import type { Hardfork } from './types.ts';

/** No transaction runs with less. */
export const TRANSACTION_GAS = 21_000n;
const CREATION = 32_000n;
const ZERO_BYTE = 4n;
const NONZERO_BYTE = 16n;
const INITCODE_WORD = 2n;
const ACCESS_ADDRESS = 2_400n;
const ACCESS_SLOT = 1_900n;
const FLOOR_TOKEN = 10n;

/**
 * The least gas a transaction needs before its first opcode: Yellow Paper g0 with EIP-2028,
 * EIP-2930 and EIP-3860, and from Prague the calldata floor of EIP-7623.
 */
export function intrinsicGas(o: {
  hardfork: Hardfork;
  data: Hex;
  creates: boolean;
  accessList: AccessList;
}): bigint {
  const { zeros, others } = countBytes(o.data);
  const words = BigInt(Math.ceil(size(o.data) / 32));
  const slots = o.accessList.reduce((sum, entry) => sum + entry.storageKeys.length, 0);
  const gas =
    TRANSACTION_GAS +
    zeros * ZERO_BYTE +
    others * NONZERO_BYTE +
    (o.creates ? CREATION + words * INITCODE_WORD : 0n) +
    BigInt(o.accessList.length) * ACCESS_ADDRESS +
    BigInt(slots) * ACCESS_SLOT;
  const floor = TRANSACTION_GAS + (zeros + others * 4n) * FLOOR_TOKEN;
  return o.hardfork === 'prague' && floor > gas ? floor : gas;
}

function countBytes(data: Hex): { zeros: bigint; others: bigint } {
  const bytes = Buffer.from(data.slice(2), 'hex');
  let zeros = 0;
  for (const byte of bytes) if (byte === 0) zeros += 1;
  return { zeros: BigInt(zeros), others: BigInt(bytes.length - zeros) };
}
