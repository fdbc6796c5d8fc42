import type { Address, Hex } from 'viem';

/** Where every L2 keeps the global exit roots it knows and its own exit root. */
export const L2_EXIT_ROOT_ADDRESS: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** Slot of that contract with the L2's local exit root. */
export const LOCAL_EXIT_ROOT_SLOT: Hex = `0x${'00'.repeat(31)}01`;

/** Gas of a block, as cdk-erigon has it from fork 8 on: 2^50. */
export const L2_BLOCK_GAS_LIMIT = 1_125_899_906_842_624n;

/** Most gas a single transaction may ask for. */
export const L2_TRANSACTION_GAS_CAP = 30_000_000n;
