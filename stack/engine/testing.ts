import { type Address, type Hex, keccak256, numberToHex, parseEther, stringToHex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import type { BlockInputs, EngineConfig, SealedBlock } from './types.ts';

/** Accounts, a genesis and block inputs that the tests of this folder share. */
export const [alice, bob, carol] = [0, 1, 2].map((addressIndex) =>
  mnemonicToAccount('test test test test test test test test test test test junk', {
    addressIndex,
  }),
) as [TestAccount, TestAccount, TestAccount];

type TestAccount = ReturnType<typeof mnemonicToAccount>;

/** Returns slot 0 as revert data; holds 5 at slot 0 and 0x0102 at slot 1 in the genesis. */
export const storageContract: Address = '0x00000000000000000000000000000000000000AA';
export const word = (value: bigint | number): Hex => numberToHex(value, { size: 32 });

export function testConfig(o: Partial<EngineConfig> = {}): EngineConfig {
  return {
    chainId: 424242n,
    hardfork: 'shanghai',
    baseFee: 'free',
    blockGasLimit: 30_000_000n,
    genesis: {
      timestamp: 1_700_000_000n,
      accounts: {
        [alice.address]: { balance: parseEther('1000') },
        [bob.address]: { balance: parseEther('1000') },
        // sload(calldataload(0)), returned
        [storageContract]: {
          nonce: 1n,
          code: '0x5f35545f5260205ff3',
          storage: { [word(0)]: word(5), [word(1)]: '0x0102' },
        },
      },
    },
    ...o,
  };
}

export function inputsAfter(head: SealedBlock, o: Partial<BlockInputs> = {}): BlockInputs {
  return {
    timestamp: head.timestamp + 1n,
    coinbase: '0x00000000000000000000000000000000000000C0',
    prevRandao: keccak256(stringToHex(`randao ${head.number}`)),
    systemWrites: [],
    transactions: [],
    ...o,
  };
}

/** A signed transfer; 1 wei to carol, free of charge, unless told. */
export function signTransfer(o: {
  from?: TestAccount;
  nonce: number;
  to?: Address;
  value?: bigint;
  gas?: bigint;
  gasPrice?: bigint;
  data?: Hex;
  chainId?: number;
}): Promise<Hex> {
  return (o.from ?? alice).signTransaction({
    type: 'legacy',
    chainId: o.chainId ?? 424242,
    nonce: o.nonce,
    to: o.to ?? carol.address,
    value: o.value ?? 1n,
    gas: o.gas ?? 21_000n,
    gasPrice: o.gasPrice ?? 0n,
    ...(o.data ? { data: o.data } : {}),
  });
}

/** A reproducible stream of numbers below 2^32 (mulberry32). */
export function createNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}
