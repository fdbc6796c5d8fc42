import { type Hex, keccak256, stringToBytes } from 'viem';
import { genesisToJson } from '../genesis/genesisJson.ts';
import type { EngineConfig } from './types.ts';

/** One hash for everything in the configuration that the chain's hashes depend on. */
export function configHash(config: EngineConfig): Hex {
  const canonical = JSON.stringify([
    config.chainId.toString(),
    config.hardfork,
    config.baseFee,
    config.blockGasLimit.toString(),
    genesisToJson(config.genesis),
  ]);
  return keccak256(stringToBytes(canonical));
}
