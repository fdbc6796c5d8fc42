import type { Abi } from 'viem';

/** The parts that the settlement contracts play, whoever wrote them. */
export const SETTLEMENT_PARTS = [
  'factory',
  'proxyAdmin',
  'proxy',
  'bridge',
  'globalExitRoot',
  'globalExitRootL2',
  'rollupManager',
  'rollup',
  'timelock',
] as const;
export type SettlementPart = (typeof SETTLEMENT_PARTS)[number];

/** The parts that only a validium has. */
export const VALIDIUM_PARTS = ['rollupValidium', 'dataCommittee'] as const;
export type ValidiumPart = (typeof VALIDIUM_PARTS)[number];

/** The names of the official contracts: the releases from v12 on, and those before. */
export type OfficialNaming = 'v12' | 'v8';

type Names = Record<SettlementPart | ValidiumPart | 'gateway', readonly string[]>;

const UNCHANGED = {
  factory: ['PolygonZkEVMDeployer'],
  proxyAdmin: ['ProxyAdmin'],
  proxy: ['TransparentUpgradeableProxy'],
  rollup: ['PolygonZkEVMEtrog'],
  rollupValidium: ['PolygonValidiumEtrog'],
  dataCommittee: ['PolygonDataCommittee'],
};

/** Contract names in the order of preference. A manager for a fresh deployment is one that is "not upgraded". */
export const OFFICIAL_NAMES: Record<OfficialNaming, Names> = {
  v12: {
    ...UNCHANGED,
    bridge: ['AgglayerBridge'],
    globalExitRoot: ['AgglayerGER'],
    globalExitRootL2: ['LegacyAgglayerGERL2'],
    rollupManager: ['AgglayerManagerNotUpgraded'],
    timelock: ['PolygonZkEVMTimelock', 'AgglayerTimelock'],
    gateway: ['AgglayerGateway'],
  },
  v8: {
    ...UNCHANGED,
    bridge: ['PolygonZkEVMBridgeV2'],
    globalExitRoot: ['PolygonZkEVMGlobalExitRootV2'],
    globalExitRootL2: ['PolygonZkEVMGlobalExitRootL2'],
    rollupManager: ['PolygonRollupManagerNotUpgraded'],
    timelock: ['PolygonZkEVMTimelock'],
    gateway: ['AggLayerGateway'],
  },
};

/**
 * Two OpenZeppelin lines have contracts of the same name. The official deployment takes the 4.8 ones,
 * where the proxies' admin is a contract of its own.
 */
export function isOfOpenZeppelin4(abi: Abi): boolean {
  return !abi.some(
    (item) =>
      (item.type === 'error' && item.name === 'ProxyDeniedAdminAccess') ||
      (item.type === 'function' && item.name === 'UPGRADE_INTERFACE_VERSION'),
  );
}
