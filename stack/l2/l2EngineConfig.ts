import type { EngineConfig, Genesis } from '../engine/types.ts';
import { L2_BLOCK_GAS_LIMIT } from './constants.ts';

/** The engine of the L2, the same for the sequencer and for whoever rebuilds the chain. */
export function l2EngineConfig(o: { chainId: bigint; genesis: Genesis }): EngineConfig {
  return {
    chainId: o.chainId,
    genesis: o.genesis,
    hardfork: 'shanghai',
    baseFee: 'free',
    blockGasLimit: L2_BLOCK_GAS_LIMIT,
  };
}
