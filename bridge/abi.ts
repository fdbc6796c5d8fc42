import { getAbiItem } from 'viem';
import { bigTokenAbi, bridgeAbi, globalExitRootAbi, rollupManagerAbi } from '#contracts';

export { bigTokenAbi, bridgeAbi, globalExitRootAbi };

/** The events that a bridge service lives on. */
export const bridgeEvents = [
  getAbiItem({ abi: bridgeAbi, name: 'BridgeEvent' }),
  getAbiItem({ abi: bridgeAbi, name: 'ClaimEvent' }),
  getAbiItem({ abi: globalExitRootAbi, name: 'UpdateL1InfoTree' }),
  getAbiItem({ abi: rollupManagerAbi, name: 'VerifyBatchesTrustedAggregator' }),
] as const;

/** `Transfer` of an ERC-20. */
export const transferEvent = getAbiItem({ abi: bigTokenAbi, name: 'Transfer' });
