import { decodeAbiParameters, type Hex, parseAbiParameters } from 'viem';

const parameters = parseAbiParameters('string name, string symbol, uint8 decimals');

/** What a leaf says of a token; empty names and 0 where it is not in the bridge's form. */
export function tokenMetadata(metadata: Hex): { name: string; symbol: string; decimals: number } {
  try {
    const [name, symbol, decimals] = decodeAbiParameters(parameters, metadata);
    return { name, symbol, decimals };
  } catch {
    // Anybody may put anything there.
    return { name: '', symbol: '', decimals: 0 };
  }
}
