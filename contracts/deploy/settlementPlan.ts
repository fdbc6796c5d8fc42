import { encodeFunctionData, getContractAddress, type Hex, zeroAddress, zeroHash } from 'viem';
import { bridgeAbi } from '../abis.generated.ts';
import { type SharedCreation, sharedCreation } from './bridgeCreation.ts';
import { type FactoryCall, factoryCreation } from './factoryCall.ts';
import { addRollupType, createRollup } from './managerDialect.ts';
import type { DeployStep } from './sendSteps.ts';
import { creationSteps } from './settlementCreation.ts';
import { type SettlementKit, settlementKit } from './settlementKit.ts';
import { ownAddresses, type Shared, settlementOrder } from './settlementOrder.ts';
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
 * @throws ArtifactMissingError, UnknownReleaseError
 */
export function settlementPlan(o: SettlementPlanOptions): SettlementPlan {
  const kit = settlementKit(o);
  const { aggLayerGatewayImplementation, ...own } = ownAddresses(o);
  const shared = sharedCreation({
    kit,
    salt: o.params.salt ?? zeroHash,
    owner: own.timelock,
    bridgeCall: encodeFunctionData({
      abi: bridgeAbi,
      functionName: 'initialize',
      args: [0, zeroAddress, 0, own.globalExitRoot, own.rollupManager, '0x'],
    }),
  });
  const addresses: SettlementAddresses = {
    ...own,
    factory: kit.factory,
    proxyAdmin: shared.proxyAdmin.address,
    bridge: shared.bridge.address,
    bridgeImplementation: shared.bridgeImplementation.address,
    // The manager's proxy has created nothing before its first rollup.
    rollup: getContractAddress({ from: own.rollupManager, nonce: 1n }),
  };
  const created = creationSteps({
    ...o,
    addresses: {
      ...addresses,
      ...(aggLayerGatewayImplementation ? { aggLayerGatewayImplementation } : {}),
    },
  });
  const steps = { ...created, ...sharedSteps({ ...o, kit, shared }) };
  return {
    addresses,
    steps: [...settlementOrder(o).map((name) => steps[name]()), ...setupSteps({ ...o, addresses })],
  };
}

function sharedSteps(
  o: SettlementPlanOptions & { kit: SettlementKit; shared: SharedCreation },
): Record<Shared, () => DeployStep> {
  const step = (name: Shared, { to, data }: FactoryCall, gas: bigint): DeployStep => ({
    name,
    to,
    data,
    gas,
  });
  const { kit, shared, official } = o;
  return {
    factory: () => step('factory', factoryCreation(kit.artifact('factory').bytecode), 500_000n),
    proxyAdmin: () => step('proxyAdmin', shared.proxyAdmin, 800_000n),
    bridgeImplementation: () =>
      step(
        'bridgeImplementation',
        shared.bridgeImplementation,
        official ? 10_500_000n : 7_500_000n,
      ),
    bridge: () => step('bridge', shared.bridge, official ? 3_000_000n : 1_000_000n),
  };
}

function setupSteps(o: AddressedPlan): DeployStep[] {
  const { params: p, addresses: a } = o;
  const { abi } = settlementKit(o).artifact('rollupManager');
  const manager = (name: string, data: Hex, gas = 100_000n): DeployStep => ({
    name,
    to: a.rollupManager,
    data,
    gas,
  });
  const type = addRollupType(abi, {
    implementation: a.rollupImplementation,
    verifier: a.batchVerifier,
    forkId: p.forkId ?? FORK_ID,
    genesisRoot: p.genesisRoot,
    description: p.networkName,
  });
  const rollup = createRollup(abi, {
    typeId: 1,
    chainId: BigInt(p.l2ChainId),
    admin: p.admin,
    sequencer: p.trustedSequencer,
    gasToken: a.big,
    sequencerUrl: p.sequencerUrl,
    networkName: p.networkName,
  });
  const [before, after] = settlementRoles(o);
  return [
    ...before.map(([name, data]) => manager(name, data)),
    manager('rollupType', type, 400_000n),
    manager('rollup', rollup, o.official ? 3_000_000n : 1_600_000n),
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
