import { encodeFunctionData, type Hex } from 'viem';
import { globalExitRootAbi } from '../abis.generated.ts';
import { loadArtifact as loadFromDisk } from '../artifact.ts';
import { initCode } from './bridgeCreation.ts';
import { initializeGateway, initializeManager, managerArguments } from './managerDialect.ts';
import type { DeployStep } from './sendSteps.ts';
import { type SettlementKit, settlementKit } from './settlementKit.ts';
import type { Created } from './settlementOrder.ts';
import type { AddressedPlan } from './settlementParams.ts';

/** Gas limits: what the steps of our contracts used when measured, and about a third more. */
const GAS: Partial<Record<Created, bigint>> = {
  pol: 1_400_000n,
  big: 1_500_000n,
  timelock: 2_500_000n,
  globalExitRootImplementation: 1_000_000n,
  globalExitRoot: 800_000n,
  rollupManagerImplementation: 5_500_000n,
  rollupManager: 1_500_000n,
  rollupImplementation: 4_400_000n,
  groth16BatchVerifier: 3_000_000n,
  batchVerifier: 1_600_000n,
};

/** The same for the largest of the official releases, where it is more. */
const OFFICIAL_GAS: Partial<Record<Created, bigint>> = {
  ...GAS,
  timelock: 3_500_000n,
  globalExitRoot: 1_200_000n,
  aggLayerGatewayImplementation: 4_000_000n,
  aggLayerGateway: 1_500_000n,
  rollupManagerImplementation: 7_500_000n,
  rollupManager: 2_000_000n,
  rollupImplementation: 6_500_000n,
};

/** The creations by the deployer, by name. */
export function creationSteps(o: AddressedPlan): Record<Created, () => DeployStep> {
  const kit = settlementKit(o);
  const gas = o.official ? OFFICIAL_GAS : GAS;
  const data = { ...tokenCode(o), ...coreCode({ ...o, kit }), ...rollupCode({ ...o, kit }) };
  const entries = Object.entries(data).map(([name, code]) => [
    name,
    () => ({ name, data: code(), gas: gas[name as Created] as bigint }),
  ]);
  return Object.fromEntries(entries) as ReturnType<typeof creationSteps>;
}

type Plan = AddressedPlan & { kit: SettlementKit };

/** Tests and dev chains have no POL: it is ours in every case. */
function tokenCode(o: AddressedPlan) {
  const load = o.loadArtifact ?? loadFromDisk;
  const { holder, supply } = o.params.big;
  return {
    pol: () => initCode({ artifact: load('PolTestToken'), args: [] }),
    big: () => initCode({ artifact: load('BigToken'), args: [holder, supply] }),
  };
}

function coreCode({ kit, params: p, addresses: a, deployer }: Plan) {
  const code = (part: Parameters<SettlementKit['artifact']>[0], args: readonly unknown[]): Hex =>
    initCode({ artifact: kit.artifact(part), args });
  const proxy = (implementation: unknown, call: Hex) =>
    code('proxy', [implementation, a.proxyAdmin, call]);
  const { abi } = kit.artifact('rollupManager');
  // Where there is no gateway the constructor may want an address all the same, and nothing calls it.
  const gateway = a.aggLayerGateway ?? a.timelock;
  return {
    timelock: () =>
      code('timelock', [p.timelockDelay ?? 0n, [p.admin], [p.admin], p.admin, a.rollupManager]),
    globalExitRootImplementation: () => code('globalExitRoot', [a.rollupManager, a.bridge]),
    globalExitRoot: () =>
      proxy(
        a.globalExitRootImplementation,
        encodeFunctionData({ abi: globalExitRootAbi, functionName: 'initialize' }),
      ),
    rollupManagerImplementation: () =>
      code('rollupManager', managerArguments(abi, { ...a, gateway })),
    rollupManager: () =>
      proxy(
        a.rollupManagerImplementation,
        initializeManager(abi, {
          ...p,
          // The deployer stands in for the timelock until the rollup is there.
          timelock: deployer,
          emergencyCouncil: p.emergencyCouncil ?? p.admin,
        }),
      ),
  };
}

function rollupCode(o: Plan) {
  const { kit, params: p, addresses: a } = o;
  const load = o.loadArtifact ?? loadFromDisk;
  const proxy = kit.artifact('proxy');
  const gateway = () => kit.gateway as NonNullable<SettlementKit['gateway']>;
  const roles = { timelock: a.timelock, admin: p.admin, verifier: a.batchVerifier };
  return {
    aggLayerGatewayImplementation: () => initCode({ artifact: gateway(), args: [] }),
    aggLayerGateway: () =>
      initCode({
        artifact: proxy,
        args: [
          a.aggLayerGatewayImplementation,
          a.proxyAdmin,
          initializeGateway(gateway().abi, roles),
        ],
      }),
    rollupImplementation: () =>
      initCode({
        artifact: kit.artifact(p.validium ? 'rollupValidium' : 'rollup'),
        args: [a.globalExitRoot, a.pol, a.bridge, a.rollupManager],
      }),
    groth16BatchVerifier: () =>
      initCode({ artifact: load('Groth16Verifier'), args: [p.batchKey.bytes, p.batchKey.dev] }),
    batchVerifier: () =>
      initCode({
        artifact: load('BatchVerifier'),
        args: [a.rollupManager, 1, a.groth16BatchVerifier, a.timelock, p.validators],
      }),
  };
}
