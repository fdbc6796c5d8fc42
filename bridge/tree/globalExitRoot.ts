import { bytesToHex, type Hex, hexToBytes } from 'viem';
import { hashPair } from './hashPair.ts';

/** Global exit root: keccak256(mainnet exit root ‖ rollup exit root). */
export function globalExitRoot(o: { mainnetExitRoot: Hex; rollupExitRoot: Hex }): Hex {
  return bytesToHex(hashPair(hexToBytes(o.mainnetExitRoot), hexToBytes(o.rollupExitRoot)));
}
