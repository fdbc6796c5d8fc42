import {
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
} from 'viem';
import { bridgeAbi, rollupManagerAbi } from '../abis.generated.ts';
import { type BridgeCreation, bridgeCreation } from './bridgeCreation.ts';
import type { DeployStep } from './sendSteps.ts';
import { creationSteps, ownAddresses } from './settlementCreation.ts';
import type {
  AddressedPlan,
  SettlementAddresses,
  SettlementPlanOptions,
} from './settlementParams.ts';
import { settlementRoles } from './settlementRoles.ts';

const FORK_ID = 12n;
/** A network that is not there: the first global exit root must hold no leaf that anybody could claim. */
const NOWHERE = 7;

export interface SettlementPlan {
  steps: DeployStep[];
  addresses: SettlementAddresses;
}

/**
 * Describes all transactions that put the settlement contracts on L1, with the addresses they lead to.
 * Pure: the same options give the same plan, and no step needs the outcome of another to be written.
 * @throws ArtifactMissingError
 */
export function settlementPlan(o: SettlementPlanOptions): SettlementPlan {
  const own = ownAddresses(o);
  const shared = bridgeCreation({
    salt: o.params.salt ?? zeroHash,
    owner: own.timelock,
    bridgeCall: encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'initialize',
      args: [0, zeroAddress, 0, own.globalExitRoot, own.rollupManager, '0x'],
    }),
    ...(o.loadArtifact ? { loadArtifact: o.loadArtifact } : {}),
  });
  const addresses: SettlementAddresses = {
    ...own,
    factory: shared.factory.address,
    proxyAdmin: shared.proxyAdmin.address,
    bridge: shared.bridge.address,
    bridgeImplementation: shared.bridgeImplementation.address,
    // The manager's proxy has created nothing before its first rollup.
    rollup: getContractAddress({ from: own.rollupManager, nonce: 1n }),
  };
  return {
    addresses,
    steps: [
      ...creationSteps({ ...o, addresses }),
      ...sharedSteps({ ...o, shared }),
      ...setupSteps({ ...o, addresses }),
    ],
  };
}

function sharedSteps({
  present,
  shared,
}: SettlementPlanOptions & { shared: BridgeCreation }): DeployStep[] {
  const steps: DeployStep[] = [];
  if (!present.factory) {
    steps.push({
      name: 'factory',
      to: shared.factory.to,
      data: shared.factory.data,
      gas: 500_000n,
    });
  }
  steps.push({
    name: 'proxyAdmin',
    to: shared.proxyAdmin.to,
    data: shared.proxyAdmin.data,
    gas: 800_000n,
  });
  if (!present.bridgeImplementation) {
    const { to, data } = shared.bridgeImplementation;
    steps.push({ name: 'bridgeImplementation', to, data, gas: 7_500_000n });
  }
  steps.push({ name: 'bridge', to: shared.bridge.to, data: shared.bridge.data, gas: 1_000_000n });
  return steps;
}

function setupSteps(o: AddressedPlan): DeployStep[] {
  const { params: p, addresses: a } = o;
  const manager = (name: string, data: Hex, gas = 100_000n): DeployStep => ({
    name,
    to: a.rollupManager,
    data,
    gas,
  });
  const type = encodeFunctionData({
    abi: rollupManagerAbi,
    functionName: 'addNewRollupType',
    args: [
      a.rollupImplementation,
      a.batchVerifier,
      p.forkId ?? FORK_ID,
      0,
      p.genesisRoot,
      p.networkName,
      zeroHash,
    ],
  });
  const attach = encodeFunctionData({
    abi: rollupManagerAbi,
    functionName: 'attachAggchainToAL',
    args: [
      1,
      BigInt(p.l2ChainId),
      encodeAbiParameters(parseAbiParameters('address, address, address, string, string'), [
        p.admin,
        p.trustedSequencer,
        a.big,
        p.sequencerUrl,
        p.networkName,
      ]),
    ],
  });
  const [before, after] = settlementRoles(o);
  return [
    ...before.map(([name, data]) => manager(name, data)),
    manager('rollupType', type, 400_000n),
    manager('rollup', attach, 1_600_000n),
    ...after.map(([name, data]) => manager(name, data)),
    {
      name: 'firstGlobalExitRoot',
      to: a.bridge,
      data: encodeFunctionData({
        abi: bridgeAbi,
        functionName: 'bridgeAsset',
        args: [NOWHERE, zeroAddress, 0n, zeroAddress, true, '0x'],
      }),
      gas: 500_000n,
    },
  ];
}
