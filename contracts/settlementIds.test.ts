import {
  type Abi,
  type AbiEvent,
  type AbiFunction,
  toEventSelector,
  toFunctionSelector,
} from 'viem';
import { expect, test } from 'vitest';
import {
  bridgeAbi,
  globalExitRootAbi,
  globalExitRootL2Abi,
  rollupEtrogAbi,
  rollupManagerAbi,
  tokenWrappedAbi,
} from './abis.generated.ts';
import ids from './settlementIds.json' with { type: 'json' };

const ABIS = {
  Bridge: bridgeAbi,
  GlobalExitRoot: globalExitRootAbi,
  GlobalExitRootL2: globalExitRootL2Abi,
  RollupEtrog: rollupEtrogAbi,
  RollupManager: rollupManagerAbi,
  TokenWrapped: tokenWrappedAbi,
};
type Item = AbiFunction | AbiEvent | Extract<Abi[number], { type: 'error' }>;

/** Selector or topic of an ABI item, as bytes on the wire. */
function idOf(item: Item): string {
  if (item.type === 'event') return toEventSelector(item);
  return toFunctionSelector({ ...item, type: 'function', outputs: [], stateMutability: 'view' });
}

// The ids are those of agglayer-contracts v12.1.4, which the CDK components were compiled against.
for (const [contract, expected] of Object.entries(ids)) {
  test(`${contract} answers to the ids its callers use`, () => {
    const items = ABIS[contract as keyof typeof ABIS] as readonly { type: string }[];
    const own = items
      .filter((item): item is Item => ['function', 'event', 'error'].includes(item.type))
      .map((item) => [idOf(item), `${item.type} ${item.name}`]);
    expect(Object.fromEntries(own)).toMatchObject(expected);
  });
}
