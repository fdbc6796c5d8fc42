import { type Address, zeroAddress } from 'viem';
import { bridgeAbi } from '../../abis.generated.ts';
import type { GasFigures, GasStage } from './gasStage.ts';

const ETHER = 10n ** 18n;

/**
 * Deposits and messages from the first on.
 *
 * A leaf writes one of 32 slots of its tree, and a slot never used before costs 17,100 gas more. The
 * unmeasured calls put the trees where the official figures, which follow one another, imply that theirs were:
 * a fresh slot of the bridge for the ERC-20 with update, none for the calls without update and the message.
 */
export async function depositScenes(stage: GasStage): Promise<GasFigures> {
  const asset = (token: Address, force: boolean) =>
    stage.call({
      to: stage.bridge,
      abi: bridgeAbi,
      functionName: 'bridgeAsset',
      args: [2, stage.account, ETHER, token, force, '0x'],
      value: token === zeroAddress ? ETHER : 0n,
    });
  const message = (force: boolean) =>
    stage.call({
      to: stage.bridge,
      abi: bridgeAbi,
      functionName: 'bridgeMessage',
      args: [2, stage.account, force, `0x${'ab'.repeat(100)}`],
    });

  const first = await asset(zeroAddress, true);
  const second = await asset(zeroAddress, true);
  await asset(stage.pol, false);
  const token = await asset(stage.pol, true);
  const noUpdate = await asset(zeroAddress, false);
  const tokenNoUpdate = await asset(stage.pol, false);
  await message(true);
  await message(false);
  return {
    'bridgeAsset ether, forced update, first': first,
    'bridgeAsset ether, forced update, second': second,
    'bridgeAsset ether, no update': noUpdate,
    'bridgeAsset ERC-20, forced update': token,
    'bridgeAsset ERC-20, no update': tokenNoUpdate,
    'bridgeMessage 100 bytes, forced update': await message(true),
  };
}
