import type { Address, Hex } from 'viem';

/** Where every L2 keeps the global exit roots it knows and its own exit root. */
export const L2_EXIT_ROOT_ADDRESS: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** Slot of that contract with the L2's local exit root. */
export const LOCAL_EXIT_ROOT_SLOT: Hex = `0x${'00'.repeat(31)}01`;

/** System contract of the CDK's other profiles; in this one nothing writes to it. */
export const L2_SYSTEM_ADDRESS: Address = '0x000000000000000000000000000000005Ca1aB1E';

/** Gas of a block, as cdk-erigon has it in this profile. It halts at batch data that needs more. */
export const L2_BLOCK_GAS_LIMIT = 30_000_000n;

/** Most gas a single transaction may ask for. */
export const L2_TRANSACTION_GAS_CAP = 30_000_000n;

/** Bytes of batch data: cdk-erigon, rebuilding from L1, takes 120,000 with 60 of its own. */
export const L2_BATCH_MAX_BYTES = 119_940;
