import { type Address, getContractAddress } from 'viem';
import type { SettlementPlanOptions } from './settlementParams.ts';

/** Contracts that the deployer creates itself. */
const CREATED = [
  'pol',
  'big',
  'timelock',
  'globalExitRootImplementation',
  'globalExitRoot',
  'aggLayerGatewayImplementation',
  'aggLayerGateway',
  'rollupManagerImplementation',
  'rollupManager',
  'rollupImplementation',
  'groth16BatchVerifier',
  'batchVerifier',
] as const;
export type Created = (typeof CREATED)[number];
type Gateway = 'aggLayerGatewayImplementation' | 'aggLayerGateway';

/** Contracts that a factory creates, and ours itself. */
export type Shared = 'factory' | 'proxyAdmin' | 'bridgeImplementation' | 'bridge';

const isGateway = (name: string): boolean => name.startsWith('aggLayerGateway');

/** The creations in the order of the deployer's nonces, without what is there already. */
export function settlementOrder(o: SettlementPlanOptions): (Created | Shared)[] {
  return o.official ? officialOrder(o) : embeddedOrder(o);
}

function embeddedOrder({ present }: SettlementPlanOptions): (Created | Shared)[] {
  const shared = (['factory', 'proxyAdmin', 'bridgeImplementation', 'bridge'] as const).filter(
    (name) => !((name === 'factory' || name === 'bridgeImplementation') && present[name]),
  );
  return [...CREATED.filter((name) => !isGateway(name)), ...shared];
}

/** As the scripts of the official repository do it; the factory is there before. */
function officialOrder({ present, official }: SettlementPlanOptions): (Created | Shared)[] {
  const [pol, big, timelock, ...rest] = CREATED.filter(
    (name) => !isGateway(name) || official?.parts.gateway,
  ) as [Created, Created, Created, ...Created[]];
  const implementation = present.bridgeImplementation ? [] : (['bridgeImplementation'] as const);
  return [pol, big, 'proxyAdmin', ...implementation, timelock, 'bridge', ...rest];
}

/** Where the deployer creates what, counted from its next nonce. */
export function ownAddresses(
  o: SettlementPlanOptions,
): Record<Exclude<Created, Gateway>, Address> & Partial<Record<Gateway, Address>> {
  const entries = settlementOrder(o).map(
    (name, i) =>
      [name, getContractAddress({ from: o.deployer, nonce: BigInt(o.nonce + i) })] as const,
  );
  const isCreated = ([name]: readonly [string, Address]) => CREATED.includes(name as Created);
  return Object.fromEntries(entries.filter(isCreated)) as ReturnType<typeof ownAddresses>;
}
