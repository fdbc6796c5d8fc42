import { type Address, encodeFunctionData, getContractAddress, type Hex } from 'viem';
import { globalExitRootAbi, rollupManagerAbi } from '../abis.generated.ts';
import { loadArtifact as loadFromDisk } from '../artifact.ts';
import { initCode } from './bridgeCreation.ts';
import type { DeployStep } from './sendSteps.ts';
import type { AddressedPlan, SettlementPlanOptions } from './settlementParams.ts';

/** Contracts that the deployer creates itself, in the order of their nonces. */
const CREATED = [
  'pol',
  'big',
  'timelock',
  'globalExitRootImplementation',
  'globalExitRoot',
  'rollupManagerImplementation',
  'rollupManager',
  'rollupImplementation',
  'groth16BatchVerifier',
  'batchVerifier',
] as const;
export type Created = (typeof CREATED)[number];

/** Gas limits: what the steps used when measured, and about a third more. */
const GAS: Record<Created, bigint> = {
  pol: 1_400_000n,
  big: 1_500_000n,
  timelock: 2_500_000n,
  globalExitRootImplementation: 1_000_000n,
  globalExitRoot: 800_000n,
  rollupManagerImplementation: 5_500_000n,
  rollupManager: 1_500_000n,
  rollupImplementation: 4_000_000n,
  groth16BatchVerifier: 3_000_000n,
  batchVerifier: 1_600_000n,
};

/** Where the deployer creates what, counted from its next nonce. */
export function ownAddresses(o: SettlementPlanOptions): Record<Created, Address> {
  const entries = CREATED.map((name, i) => [
    name,
    getContractAddress({ from: o.deployer, nonce: BigInt(o.nonce + i) }),
  ]);
  return Object.fromEntries(entries) as Record<Created, Address>;
}

/** The creations, in the order of the addresses. */
export function creationSteps(o: AddressedPlan): DeployStep[] {
  const load = o.loadArtifact ?? loadFromDisk;
  const code = (name: string, args: readonly unknown[] = []): Hex =>
    initCode({ artifact: load(name), args });
  const { params: p, deployer, addresses: a } = o;
  const settlement = [a.globalExitRoot, a.pol, a.bridge];
  // The deployer stands in for the timelock until the rollup is there.
  const roles = [p.trustedAggregator, p.admin, deployer, p.emergencyCouncil ?? p.admin] as const;
  const data: Record<Created, Hex> = {
    pol: code('PolTestToken'),
    big: code('BigToken', [p.big.holder, p.big.supply]),
    timelock: code('SettlementTimelock', [
      p.timelockDelay ?? 0n,
      [p.admin],
      [p.admin],
      p.admin,
      a.rollupManager,
    ]),
    globalExitRootImplementation: code('GlobalExitRoot', [a.rollupManager, a.bridge]),
    globalExitRoot: code('TransparentProxy', [
      a.globalExitRootImplementation,
      a.proxyAdmin,
      encodeFunctionData({ abi: globalExitRootAbi, functionName: 'initialize' }),
    ]),
    // There is no gateway; the constructor wants an address, and nothing calls it.
    rollupManagerImplementation: code('RollupManager', [...settlement, a.timelock]),
    rollupManager: code('TransparentProxy', [
      a.rollupManagerImplementation,
      a.proxyAdmin,
      encodeFunctionData({ abi: rollupManagerAbi, functionName: 'initialize', args: roles }),
    ]),
    rollupImplementation: code('RollupEtrog', [...settlement, a.rollupManager]),
    groth16BatchVerifier: code('Groth16Verifier', [p.batchKey.bytes, p.batchKey.dev]),
    batchVerifier: code('BatchVerifier', [
      a.rollupManager,
      1,
      a.groth16BatchVerifier,
      a.timelock,
      p.validators,
    ]),
  };
  return CREATED.map((name) => ({ name, data: data[name], gas: GAS[name] }));
}
