import type { Address } from 'viem';
import { loadOfficialContracts, type OfficialDeployment } from '#contracts';
import { environment } from '#core';

/** The official contracts, where `BIGFILE_CONTRACTS` asks for them, as the command does. */
export async function officialFromEnvironment(
  deployer: Address,
): Promise<OfficialDeployment | undefined> {
  if (environment('BIGFILE_CONTRACTS') !== 'official') return undefined;
  return loadOfficialContracts({ path: environment('BIGFILE_CONTRACTS_PATH'), deployer });
}
