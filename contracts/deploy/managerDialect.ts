import {
  type Abi,
  type AbiFunction,
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
} from 'viem';
import { UnknownReleaseError } from '../errors.ts';

/** What the manager is made with. */
export interface ManagerNeighbours {
  globalExitRoot: Address;
  pol: Address;
  bridge: Address;
  gateway: Address;
}

export interface ManagerRoles {
  trustedAggregator: Address;
  admin: Address;
  timelock: Address;
  emergencyCouncil: Address;
}

export interface RollupTypeParams {
  implementation: Address;
  verifier: Address;
  forkId: bigint;
  genesisRoot: Hex;
  description: string;
}

export interface RollupParams {
  typeId: number;
  chainId: bigint;
  admin: Address;
  sequencer: Address;
  gasToken: Address;
  sequencerUrl: string;
  networkName: string;
}

/** True for the managers from v11 on, which know the gateway of the other kinds of chain. */
export function wantsGateway(abi: Abi): boolean {
  return abi.some((item) => item.type === 'constructor' && item.inputs.length === 4);
}

export function managerArguments(abi: Abi, n: ManagerNeighbours): Address[] {
  const common = [n.globalExitRoot, n.pol, n.bridge];
  return wantsGateway(abi) ? [...common, n.gateway] : common;
}

/**
 * The call that initialises a fresh manager. v8 takes the timeouts of the verification without trust too,
 * and four values that it ignores.
 * @throws UnknownReleaseError
 */
export function initializeManager(abi: Abi, r: ManagerRoles): Hex {
  const { trustedAggregator, admin, timelock, emergencyCouncil } = r;
  return encodeByArity({
    abi,
    name: 'initialize',
    forms: [
      [trustedAggregator, admin, timelock, emergencyCouncil],
      [
        ...[trustedAggregator, PENDING_STATE_TIMEOUT, AGGREGATOR_TIMEOUT],
        ...[admin, timelock, emergencyCouncil],
        ...[zeroAddress, zeroAddress, 0n, 0n],
      ],
    ],
  });
}

/** Seconds, both: a week, the longest that v8 takes, so that only the aggregator settles. */
const PENDING_STATE_TIMEOUT = 604_799n;
const AGGREGATOR_TIMEOUT = 604_799n;

/**
 * @returns the call of `addNewRollupType` for a chain settled by state transitions
 * @throws UnknownReleaseError
 */
export function addRollupType(abi: Abi, t: RollupTypeParams): Hex {
  const common = [t.implementation, t.verifier, t.forkId, 0, t.genesisRoot, t.description];
  const forms = [[...common, zeroHash], common];
  return encodeByArity({ abi, name: 'addNewRollupType', forms });
}

/**
 * @returns the call of `attachAggchainToAL`, or of `createNewRollup` where there is none
 * @throws UnknownReleaseError
 */
export function createRollup(abi: Abi, r: RollupParams): Hex {
  const settings = [r.admin, r.sequencer, r.gasToken, r.sequencerUrl, r.networkName] as const;
  if (functionsOf(abi, 'attachAggchainToAL').length === 0) {
    const forms = [[r.typeId, r.chainId, ...settings]];
    return encodeByArity({ abi, name: 'createNewRollup', forms });
  }
  const packed = encodeAbiParameters(
    parseAbiParameters('address, address, address, string, string'),
    settings,
  );
  return encodeByArity({ abi, name: 'attachAggchainToAL', forms: [[r.typeId, r.chainId, packed]] });
}

/** The one route of the gateway, which nobody takes. */
export const GATEWAY_ROUTE: { pessimisticVKeySelector: Hex; pessimisticVKey: Hex } = {
  pessimisticVKeySelector: '0x00000001',
  pessimisticVKey: `0x${'00'.repeat(31)}01`,
};

/**
 * The call that initialises the gateway. It wants one route for the proofs of other kinds of chain: ours
 * leads to a contract that knows no such proof, so that none can pass.
 * @throws UnknownReleaseError
 */
export function initializeGateway(
  abi: Abi,
  o: { timelock: Address; admin: Address; verifier: Address },
): Hex {
  const { pessimisticVKeySelector, pessimisticVKey } = GATEWAY_ROUTE;
  const route = [pessimisticVKeySelector, o.verifier, pessimisticVKey];
  const common = [o.timelock, o.admin, o.admin, o.admin, ...route];
  return encodeByArity({
    abi,
    name: 'initialize',
    forms: [[...common, o.admin, [], 0n], common],
  });
}

function functionsOf(abi: Abi, name: string): AbiFunction[] {
  return abi.filter((item): item is AbiFunction => item.type === 'function' && item.name === name);
}

/** The first form whose number of arguments an overload takes. */
function encodeByArity(o: { abi: Abi; name: string; forms: readonly (readonly unknown[])[] }): Hex {
  const overloads = functionsOf(o.abi, o.name);
  for (const args of o.forms) {
    const overload = overloads.find(({ inputs }) => inputs.length === args.length);
    if (!overload) continue;
    return encodeFunctionData({ abi: [overload], functionName: o.name, args: [...args] });
  }
  throw new UnknownReleaseError({
    functionName: o.name,
    arities: overloads.map(({ inputs }) => inputs.length),
  });
}
