import {
  type Address,
  concatHex,
  encodeAbiParameters,
  type Hex,
  keccak256,
  numberToHex,
  parseAbiParameters,
  zeroAddress,
  zeroHash,
} from 'viem';
import { bridgeAbi, globalExitRootAbi } from '../../abis.generated.ts';
import { exitTree } from './exitTree.ts';
import type { GasFigures, GasStage } from './gasStage.ts';
import { sequence } from './sequenceScenes.ts';
import { verify } from './verifyScenes.ts';

interface Exit {
  name: string;
  originNetwork: number;
  originAddress: Address;
  metadata: Hex;
}

const metadata = (name: string, symbol: string): Hex =>
  encodeAbiParameters(parseAbiParameters('string, string, uint8'), [name, symbol, 18]);

/** Claims on L1 of five exits of rollup 1 to an account that has the coin and the L1 token already. */
export async function claimScenes(stage: GasStage): Promise<GasFigures> {
  const exits = exitsOf(stage);
  const leaves = exits.map((exit) => leafOf({ exit, receiver: stage.account }));
  const { root } = exitTree({ leaves, index: 0 });
  await sequence({ stage, rollup: stage.rollups[0] as Address, count: 1 });
  await verify({ stage, to: 16n, localExitRoot: root });

  const roots = await Promise.all(
    (['lastMainnetExitRoot', 'lastRollupExitRoot'] as const).map((functionName) =>
      stage.l1.publicClient.readContract({
        address: stage.globalExitRoot,
        abi: globalExitRootAbi,
        functionName,
      }),
    ),
  );
  const rollups = exitTree({ leaves: [root, zeroHash], index: 0 }).proof;
  const figures: GasFigures = {};
  for (const [index, exit] of exits.entries()) {
    const { proof } = exitTree({ leaves, index });
    const leaf = [exit.originNetwork, exit.originAddress, 0, stage.account, 1n, exit.metadata];
    figures[exit.name] = await stage.call({
      to: stage.bridge,
      abi: bridgeAbi,
      functionName: 'claimAsset',
      args: [proof, rollups, BigInt(index), ...roots, ...leaf],
    });
  }
  return figures;
}

function exitsOf(stage: GasStage): Exit[] {
  const ether = { originNetwork: 0, originAddress: zeroAddress, metadata: '0x' } as const;
  const foreign = {
    originNetwork: 1,
    originAddress: stage.account,
    metadata: metadata('Foreign token', 'FOR'),
  };
  const own = {
    originNetwork: 0,
    originAddress: stage.pol,
    metadata: metadata('Pol Token (test)', 'POL'),
  };
  return [
    { name: 'claimAsset ether, new word of the bitmap', ...ether },
    { name: 'claimAsset ether, same word of the bitmap', ...ether },
    { name: 'claimAsset ERC-20 of L1', ...own },
    { name: 'claimAsset new wrapped token', ...foreign },
    { name: 'claimAsset existing wrapped token', ...foreign },
  ];
}

function leafOf(o: { exit: Exit; receiver: Address }): Hex {
  return keccak256(
    concatHex([
      '0x00',
      numberToHex(o.exit.originNetwork, { size: 4 }),
      o.exit.originAddress,
      '0x00000000',
      o.receiver,
      numberToHex(1n, { size: 32 }),
      keccak256(o.exit.metadata),
    ]),
  );
}
