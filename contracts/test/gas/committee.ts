import { type Address, concatHex, encodeFunctionData, type Hex, numberToHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { dataCommitteeAbi, rollupValidiumAbi } from '../../abis.generated.ts';
import type { GasFigures, GasStage } from './gasStage.ts';

const REQUIRED = 2;
const members = [1, 2, 3]
  .map((key) => privateKeyToAccount(numberToHex(key, { size: 32 })))
  .sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
const addresses = concatHex(members.map((member) => member.address));

/** Puts a committee of three behind a proxy and makes it the one of a validium. */
export async function committeeScenes(stage: GasStage): Promise<GasFigures> {
  const data = encodeFunctionData({ abi: dataCommitteeAbi, functionName: 'initialize' });
  const code = await stage.create('DataCommittee');
  const committee = await stage.create('TransparentProxy', [code, stage.proxyAdmin, data]);
  await stage.call({
    to: stage.rollups[1] as Address,
    abi: rollupValidiumAbi,
    functionName: 'setDataAvailabilityProtocol',
    args: [committee],
  });
  return {
    'setupCommittee 2-of-3': await stage.call({
      to: committee,
      abi: dataCommitteeAbi,
      functionName: 'setupCommittee',
      args: [REQUIRED, ['http://a:8444', 'http://b:8444', 'http://c:8444'], addresses],
    }),
  };
}

/** Signatures of the first members over the hash itself, then all addresses. */
export async function committeeMessage(hash: Hex): Promise<Hex> {
  const signatures = members.slice(0, REQUIRED).map((member) => member.sign({ hash }));
  return concatHex([...(await Promise.all(signatures)), addresses]);
}
