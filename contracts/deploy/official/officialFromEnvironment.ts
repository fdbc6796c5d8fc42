import type { Address } from 'viem';
import { environment } from '#core';
import type { OfficialDeployment } from '../settlementKit.ts';
import { loadOfficialContracts } from './loadOfficialContracts.ts';

/**
 * The official contracts, where `BIGFILE_CONTRACTS` asks for them as the command does: tests that bring
 * contracts up pass with either.
 * @throws OfficialContractsMissingError
 */
export async function officialFromEnvironment(
  deployer: Address,
): Promise<OfficialDeployment | undefined> {
  if (environment('BIGFILE_CONTRACTS') !== 'official') return undefined;
  return loadOfficialContracts({ path: environment('BIGFILE_CONTRACTS_PATH'), deployer });
}
