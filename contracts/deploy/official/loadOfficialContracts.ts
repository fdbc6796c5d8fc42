import type { Address } from 'viem';
import type { OfficialDeployment } from '../settlementKit.ts';
import { findOfficialContracts } from './findOfficialContracts.ts';
import { keylessDeployer } from './keylessDeployer.ts';

/**
 * Finds the official settlement contracts and describes their factory.
 * @param o.path directory with Hardhat's artifacts anywhere below it; the installed package by default
 * @param o.deployer who deploys them on L1; owns the factory, on L2 too
 * @throws OfficialContractsMissingError
 */
export async function loadOfficialContracts(o: {
  path?: string | undefined;
  deployer: Address;
  /** What a validium needs is needed too. */
  validium?: boolean;
}): Promise<OfficialDeployment> {
  const found = findOfficialContracts(o);
  const factory = await keylessDeployer({ artifact: found.parts.factory, owner: o.deployer });
  return { ...found, factory };
}
