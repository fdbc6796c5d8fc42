import type { ConservationParameters } from '#bridge';
import type { StackInfo } from '../session/StackInfo.ts';
import { chainOf, publicClientOf } from './clients.ts';

/**
 * What the conservation of each rollup's coin is checked with, by rollup id; a coin may be on any of the
 * stack's networks.
 */
export function conservationOf(info: StackInfo): Map<number, ConservationParameters> {
  const bridge = info.contracts.l1['bridge']!;
  const deploymentBlock = BigInt(info.l1DeploymentBlock);
  const l1 = publicClientOf(chainOf({ layer: 'l1', id: info.l1.chainId, rpcUrl: info.l1.rpc }));
  const first = { ...info.l2, rollupId: info.rollupId, gasToken: info.contracts.l1['big']! };
  const others = info.rollups.map((r) => ({ ...r, gasToken: r.contracts.l1['gasToken']! }));
  const networks = [first, ...others].map(({ rollupId, gasToken, chainId: id, rpc: rpcUrl }) => {
    const client = publicClientOf(chainOf({ layer: 'l2', id, rpcUrl }));
    return { network: rollupId, gasToken, client, bridge };
  });
  return new Map(
    networks.map(({ network: rollupId, gasToken, client: l2 }) => [
      rollupId,
      {
        ...{ l1, l2, rollupId, gasToken, contracts: { bridge, deploymentBlock } },
        others: networks.filter(({ network }) => network !== rollupId),
      },
    ]),
  );
}
