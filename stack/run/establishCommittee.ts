import { type Address, isAddressEqual } from 'viem';
import { deployDataCommittee, setupDataCommittee } from '#contracts';
import { type Committee, readCommittee } from '../da/index.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import type { Deployment } from './deployment.ts';
import { type Manifest, officialOf } from './manifest.ts';
import type { CommitteeEndpoint } from './startCommittee.ts';

/**
 * Makes our member the data committee of the validium: 1 of 1. What L1 has of it already is left as it
 * is while it is right.
 * @returns the committee's contract
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function establishCommittee(o: {
  manifest: Manifest;
  chain: StackChain;
  contracts: Deployment['l1'];
  member: CommitteeEndpoint;
}): Promise<Address> {
  const { chain, contracts, member, manifest } = o;
  const publicClient = publicClientOf(chain);
  const walletClient = walletClientOf({ chain, account: manifest.accounts.roles.admin });
  const rollup = contracts['rollup'] as Address;
  const setup = { members: [member], required: 1, publicClient, walletClient };
  const present = await readCommittee({ client: publicClient, rollup });
  if (!present) {
    const proxyAdmin = contracts['proxyAdmin'] as Address;
    return deployDataCommittee({ ...setup, rollup, proxyAdmin, ...(await officialOf(manifest)) });
  }
  if (!isOf(present, member)) await setupDataCommittee({ ...setup, committee: present.address });
  return present.address;
}

function isOf({ members, required }: Committee, member: CommitteeEndpoint): boolean {
  const [only] = members;
  if (members.length !== 1 || required !== 1 || only?.url !== member.url) return false;
  return isAddressEqual(only.address, member.address);
}
