import { type Address, type Hex, isAddressEqual, toFunctionSelector } from 'viem';
import { bridgeAbi, jobMarketAbi } from '#contracts';
import { define } from './define.ts';
import { laneFirst } from './laneFirst.ts';
import type { AdmissionTransaction, Hook } from './types.ts';

/** What settles a job: the steps with a clock behind them, and the payment. */
const MARKET = new Set(['finalizeAssign', 'ack', 'fulfil', 'rescue', 'withdraw']);
const BRIDGE = new Set(['claimAsset', 'claimMessage']);

/**
 * Settlement goes first: the marketplace's steps that have a deadline, and bridge claims, come
 * before everything else in a block, so that a flood of other transactions cannot make an honest
 * provider miss its clock.
 * @param o.market the job market; absent: calls of its functions to any address
 */
export function marketplaceLane(o: { market?: Address; bridge?: Address } = {}): Hook {
  const lanes = [
    { to: o.market, selectors: selectorsOf(jobMarketAbi, MARKET) },
    { to: o.bridge, selectors: selectorsOf(bridgeAbi, BRIDGE) },
  ];
  const settles = ({ to, data }: AdmissionTransaction): boolean =>
    to !== undefined &&
    lanes.some(
      (lane) =>
        lane.selectors.has(data.slice(0, 10) as Hex) && (!lane.to || isAddressEqual(lane.to, to)),
    );
  return define({
    name: 'marketplace-lane',
    points: { blockBuilding: ({ transactions }) => laneFirst(transactions, settles) },
  });
}

function selectorsOf(
  abi: readonly { type: string; name?: string }[],
  names: ReadonlySet<string>,
): Set<Hex> {
  const functions = abi.filter((item) => item.type === 'function' && names.has(item.name ?? ''));
  return new Set(functions.map((item) => toFunctionSelector(item as never)));
}
