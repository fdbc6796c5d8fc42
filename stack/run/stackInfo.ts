import { findOfficialContracts } from '#contracts';
import { capabilitiesOf } from '../components/capabilitiesOf.ts';
import type { ChainInfo, RollupInfo, StackInfo } from '../session/StackInfo.ts';
import type { StackChain } from './clients.ts';
import type { Deployment } from './deployment.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';
import type { RoleEndpoints } from './spawnRoles.ts';

/** What the outside may know, gathered from the manifest and what the processes said. */
export function stackInfo(o: {
  manifest: Manifest;
  l1: StackChain;
  l2: StackChain;
  deployment: Deployment;
  endpoints: RoleEndpoints;
  rollups: RollupInfo[];
}): Omit<StackInfo, 'processes'> & { processes: Record<string, number> } {
  const { manifest, deployment, endpoints } = o;
  const named = (name: string) => endpoints.providers.find((p) => p.name === name)?.url ?? '';
  return {
    l1: chainInfo(o.l1),
    l2: chainInfo(o.l2),
    bridge: { url: endpoints.bridge.url },
    rollupId: ROLLUP_ID,
    rollups: o.rollups,
    contracts: { l1: deployment.l1, l2: deployment.l2 },
    ...contractsPath(manifest),
    l1DeploymentBlock: deployment.l1DeploymentBlock,
    gasPriceFloorWei: manifest.options.gasPriceFloorWei.toString(),
    programs: deployment.programs,
    validators: endpoints.validators.map(({ name, url }) => ({
      name,
      url,
      address: manifest.validators.find((v) => v.name === name)!.account.address,
    })),
    ...settlementOf(endpoints),
    ...committeeOf(endpoints),
    scheduler: { address: manifest.accounts.roles.scheduler.address, url: endpoints.scheduler.url },
    providers: manifest.providers.map(({ name, account }) => ({
      name,
      address: account.address,
      url: named(name),
    })),
    accounts: manifest.accounts.users.map(({ address, key }) => ({ address, key })),
    capabilities: capabilitiesOf(manifest.options),
    processes: {},
  };
}

function settlementOf({
  settlement,
}: RoleEndpoints): Pick<StackInfo, 'sequenceSender' | 'aggregator' | 'proverEndpoint'> {
  if ('provers' in settlement) return { proverEndpoint: { url: settlement.provers.url } };
  const { sequenceSender, aggregator } = settlement;
  return { sequenceSender: { url: sequenceSender.url }, aggregator: { url: aggregator.url } };
}

function committeeOf({ committee }: RoleEndpoints): Pick<StackInfo, 'committee'> {
  if (!committee) return {};
  return { committee: { address: committee.address, url: committee.url } };
}

/** Told only when the official contracts were asked for. */
function contractsPath({ options }: Manifest): { contractsPath?: string } {
  if (options.contracts === 'embedded') return {};
  return { contractsPath: findOfficialContracts({ path: options.contractsPath }).folder };
}

function chainInfo(chain: StackChain): ChainInfo {
  return {
    chainId: chain.id,
    rpc: chain.rpcUrls.default.http[0] as string,
    nativeCurrency: chain.nativeCurrency,
  };
}
