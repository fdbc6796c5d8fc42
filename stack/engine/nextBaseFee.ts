import type { EngineConfig, SealedBlock } from './types.ts';

const ELASTICITY = 2n;
const CHANGE_DENOMINATOR = 8n;

/** Base fee of the block after `parent`, in wei; EIP-1559. */
export function nextBaseFee(o: { config: EngineConfig; parent: SealedBlock }): bigint {
  const { baseFeePerGas: fee, gasUsed } = o.parent;
  if (o.config.baseFee === 'free') return 0n;
  const target = o.config.blockGasLimit / ELASTICITY;
  if (gasUsed === target) return fee;
  const distance = gasUsed > target ? gasUsed - target : target - gasUsed;
  const change = (fee * distance) / target / CHANGE_DENOMINATOR;
  if (gasUsed < target) return fee - change;
  return fee + (change > 0n ? change : 1n);
}
