import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  keccak256,
  parseAbiParameters,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { bridgeAbi, globalExitRootAbi, rollupManagerAbi } from '../abis.generated.ts';
import { loadArtifact as loadFromDisk } from '../artifact.ts';
import { type BridgeCreation, bridgeCreation, initCode } from './bridgeCreation.ts';
import type { DeployStep } from './sendSteps.ts';
import type { SettlementAddresses, SettlementPlanOptions } from './settlementParams.ts';

const FORK_ID = 12n;
/** A network that is not there: the first global exit root must hold no leaf that anybody could claim. */
const NOWHERE = 7;

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
type Created = (typeof CREATED)[number];

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
    steps: [...creationSteps(o, addresses), ...sharedSteps(o, shared), ...setupSteps(o, addresses)],
  };
}

function ownAddresses(o: SettlementPlanOptions): Record<Created, Address> {
  const entries = CREATED.map((name, i) => [
    name,
    getContractAddress({ from: o.deployer, nonce: BigInt(o.nonce + i) }),
  ]);
  return Object.fromEntries(entries) as Record<Created, Address>;
}

function creationSteps(o: SettlementPlanOptions, a: SettlementAddresses): DeployStep[] {
  const load = o.loadArtifact ?? loadFromDisk;
  const code = (name: string, args: readonly unknown[] = []): Hex =>
    initCode({ artifact: load(name), args });
  const { params: p, deployer } = o;
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

function sharedSteps(o: SettlementPlanOptions, shared: BridgeCreation): DeployStep[] {
  const steps: DeployStep[] = [];
  if (!o.present.factory) {
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
  if (!o.present.bridgeImplementation) {
    const { to, data } = shared.bridgeImplementation;
    steps.push({ name: 'bridgeImplementation', to, data, gas: 7_500_000n });
  }
  steps.push({ name: 'bridge', to: shared.bridge.to, data: shared.bridge.data, gas: 1_000_000n });
  return steps;
}

function setupSteps(o: SettlementPlanOptions, a: SettlementAddresses): DeployStep[] {
  const { params: p } = o;
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
  const [before, after] = roleSteps(o, a);
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

type Call = readonly [name: string, data: Hex];

/** The deployer lends itself the role it lacks, and leaves everything to the timelock in the end. */
function roleSteps(
  o: SettlementPlanOptions,
  a: SettlementAddresses,
): [before: Call[], after: Call[]] {
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
    ([name, id]): Call => [`grant ${name}`, call('grantRole', id, a.timelock)],
  );
  const renounced = timelockRoles.map(
    ([name, id]): Call => [`renounce ${name}`, call('renounceRole', id, o.deployer)],
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
