import type { Genesis } from '../../engine/types.ts';

/** What an L1 engine is made from. */
export interface L1Input {
  chainId: number;
  /** Seconds between blocks, a whole number. */
  blockSeconds: number;
  mnemonic: string;
  /** Accounts of block 0, for engines that can be given them. */
  genesis: Genesis;
  /** Port on the host; 0 takes any free one. */
  port: number;
}
