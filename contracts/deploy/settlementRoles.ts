import { type Address, encodeFunctionData, type Hex, keccak256, toHex, zeroHash } from 'viem';
import { rollupManagerAbi } from '../abis.generated.ts';
import type { AddressedPlan } from './settlementParams.ts';

/** A call of the rollup manager. */
export type RoleCall = readonly [name: string, data: Hex];

/** The deployer lends itself the role it lacks, and leaves everything to the timelock in the end. */
export function settlementRoles(o: AddressedPlan): [before: RoleCall[], after: RoleCall[]] {
  const create = keccak256(toHex('CREATE_ROLLUP_ROLE'));
  const timelockRoles: readonly (readonly [string, Hex])[] = [
    ...['ADD_ROLLUP_TYPE_ROLE', 'ADD_EXISTING_ROLLUP_ROLE', 'UPDATE_ROLLUP_ROLE'].map(
      (role) => [role, keccak256(toHex(role))] as const,
    ),
    ['DEFAULT_ADMIN_ROLE', zeroHash],
  ];
  const call = (functionName: 'grantRole' | 'renounceRole', role: Hex, account: Address): Hex =>
    encodeFunctionData({ abi: rollupManagerAbi, functionName, args: [role, account] });

  const grants = timelockRoles.map(
    ([name, id]): RoleCall => [`grant ${name}`, call('grantRole', id, o.addresses.timelock)],
  );
  const renounced = timelockRoles.map(
    ([name, id]): RoleCall => [`renounce ${name}`, call('renounceRole', id, o.deployer)],
  );
  // An admin who deploys has the role anyway, and keeps it.
  if (o.deployer.toLowerCase() === o.params.admin.toLowerCase())
    return [[], [...grants, ...renounced]];
  return [
    [['grant CREATE_ROLLUP_ROLE', call('grantRole', create, o.deployer)]],
    [
      ['renounce CREATE_ROLLUP_ROLE', call('renounceRole', create, o.deployer)],
      ...grants,
      ...renounced,
    ],
  ];
}
