import { getAbiItem } from 'viem';
import {
  bigTokenAbi,
  bridgeAbi,
  globalExitRootAbi,
  rollupManagerAbi,
  tokenWrappedAbi,
} from '#contracts';

export { bigTokenAbi, bridgeAbi, globalExitRootAbi, tokenWrappedAbi };

/** The events that a bridge service lives on. */
export const bridgeEvents = [
  getAbiItem({ abi: bridgeAbi, name: 'BridgeEvent' }),
  getAbiItem({ abi: bridgeAbi, name: 'ClaimEvent' }),
  getAbiItem({ abi: bridgeAbi, name: 'NewWrappedToken' }),
  getAbiItem({ abi: globalExitRootAbi, name: 'UpdateL1InfoTree' }),
  getAbiItem({ abi: rollupManagerAbi, name: 'VerifyBatchesTrustedAggregator' }),
  getAbiItem({ abi: rollupManagerAbi, name: 'VerifyPessimisticStateTransition' }),
] as const;

/** `Transfer` of an ERC-20. */
export const transferEvent = getAbiItem({ abi: bigTokenAbi, name: 'Transfer' });
