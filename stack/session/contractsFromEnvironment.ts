import { environment } from '#core';

/** The two options that say whose settlement contracts to take, from `BIGFILE_CONTRACTS` and `BIGFILE_CONTRACTS_PATH`. */
export function contractsFromEnvironment(): {
  contracts?: 'embedded' | 'official';
  contractsPath?: string;
} {
  const contracts = environment('BIGFILE_CONTRACTS');
  const contractsPath = environment('BIGFILE_CONTRACTS_PATH');
  return {
    // Other values are for `parseOptions` to refuse.
    ...(contracts ? { contracts: contracts as 'embedded' | 'official' } : {}),
    ...(contractsPath ? { contractsPath } : {}),
  };
}
