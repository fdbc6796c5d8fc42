import { type Address, encodeFunctionData, type Hex } from 'viem';
import { type Artifact, type ArtifactLoader, loadArtifact as loadFromDisk } from '../artifact.ts';
import { OfficialContractsMissingError } from '../errors.ts';
import { create2Address, type FactoryCall, factoryCall, factoryCreation } from './factoryCall.ts';
import type { OfficialContracts } from './official/findOfficialContracts.ts';
import type { KeylessDeployer } from './official/keylessDeployer.ts';
import type { SettlementPart, ValidiumPart } from './official/officialNames.ts';

/** The official contracts, and their factory for the account that deploys them. */
export interface OfficialDeployment extends OfficialContracts {
  factory: KeylessDeployer;
}

/** The settlement contracts by the part they play: ours, or the official ones. */
export interface SettlementKit {
  artifact(part: SettlementPart | ValidiumPart): Artifact;
  /** Only where the manager has one. */
  gateway?: Artifact;
  factory: Address;
  /** Describes a creation by the factory, at an address that the salt and the code decide. */
  create(o: { salt: Hex; initCode: Hex; callData?: Hex }): FactoryCall;
  proxyAdminArguments: readonly unknown[];
}

const OURS: Record<SettlementPart | ValidiumPart, string> = {
  factory: 'CreateAndCallFactory',
  proxyAdmin: 'SettlementProxyAdmin',
  proxy: 'TransparentProxy',
  bridge: 'Bridge',
  globalExitRoot: 'GlobalExitRoot',
  globalExitRootL2: 'GlobalExitRootL2',
  rollupManager: 'RollupManager',
  rollup: 'RollupEtrog',
  rollupValidium: 'RollupValidium',
  dataCommittee: 'DataCommittee',
  timelock: 'SettlementTimelock',
};

/**
 * @param o.official instead of ours
 * @throws ArtifactMissingError, OfficialContractsMissingError
 */
export function settlementKit(o: {
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
}): SettlementKit {
  return o.official ? officialKit(o.official) : embeddedKit(o.loadArtifact ?? loadFromDisk);
}

function embeddedKit(load: ArtifactLoader): SettlementKit {
  const factory = factoryCreation(load(OURS.factory).bytecode).address;
  return {
    artifact: (part) => load(OURS[part]),
    factory,
    create: (creation) => factoryCall({ factory, ...creation }),
    // The factory is the first owner, so that the address does not depend on the real one.
    proxyAdminArguments: [factory],
  };
}

function officialKit({ folder, parts, factory }: OfficialDeployment): SettlementKit {
  const { abi } = parts.factory;
  return {
    artifact: (part) => {
      const artifact = parts[part];
      if (!artifact) throw new OfficialContractsMissingError({ folder, missing: [part] });
      return artifact;
    },
    ...(parts.gateway ? { gateway: parts.gateway } : {}),
    factory: factory.address,
    create: ({ salt, initCode, callData }) => ({
      address: create2Address({ from: factory.address, salt, initCode }),
      to: factory.address,
      data: encodeFunctionData(
        callData
          ? {
              abi,
              functionName: 'deployDeterministicAndCall',
              args: [0n, salt, initCode, callData],
            }
          : { abi, functionName: 'deployDeterministic', args: [0n, salt, initCode] },
      ),
    }),
    // Whoever creates it owns it, and that is the factory.
    proxyAdminArguments: [],
  };
}
