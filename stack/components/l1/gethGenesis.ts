import { type Hex, numberToHex } from 'viem';
import { toJson } from '#core';
import type { L1Input } from './L1Input.ts';

/** Gas of a block. */
const BLOCK_GAS = 30_000_000n;
/** Of mainnet, as Cancun had them. */
const CANCUN_BLOBS = { target: 3, max: 6, baseFeeUpdateFraction: 3_338_477 };

const FROM_BLOCK_0 = ['homestead', 'eip150', 'eip155', 'eip158', 'byzantium', 'constantinople']
  .concat(['petersburg', 'istanbul', 'muirGlacier', 'berlin', 'london'])
  .concat(['arrowGlacier', 'grayGlacier']);

/**
 * A genesis for geth with the rules of Cancun. The one that its dev mode makes has those of forks that
 * no public chain has (1.17.5: more gas for every new byte of state), and pays nobody but itself.
 */
export function gethGenesis({ chainId, genesis }: L1Input): string {
  const alloc = Object.entries(genesis.accounts).map(([address, account]) => [
    address,
    {
      balance: numberToHex(account.balance ?? 0n),
      ...(account.nonce ? { nonce: numberToHex(account.nonce) } : {}),
      ...(account.code ? { code: account.code } : {}),
      ...(account.storage ? { storage: account.storage } : {}),
    },
  ]);
  const zero: Hex = '0x0';
  return toJson(
    {
      config: {
        chainId,
        ...Object.fromEntries(FROM_BLOCK_0.map((name) => [`${name}Block`, 0])),
        ...{ shanghaiTime: 0, cancunTime: 0, terminalTotalDifficulty: 0 },
        blobSchedule: { cancun: CANCUN_BLOBS },
      },
      timestamp: numberToHex(genesis.timestamp),
      gasLimit: numberToHex(BLOCK_GAS),
      ...{ difficulty: zero, nonce: zero, extraData: '0x', baseFeePerGas: '0x3b9aca00' },
      alloc: Object.fromEntries(alloc),
    },
    2,
  );
}
