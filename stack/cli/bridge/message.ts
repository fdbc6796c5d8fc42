import { type Address, type Hash, zeroAddress } from 'viem';
import { bridgeMessage, bridgeMessageWETH } from '#bridge';
import { bridgeAbi } from '#contracts';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { type BridgeConnection, type ConnectedNetwork, connectBridge } from './connectBridge.ts';
import { addressOf, countOf, hexOf } from './parse.ts';
import { amountOf, depositMade } from './sendAsset.ts';

/** A call of `onMessageReceived` on another network. */
export async function message({ flags, output }: BridgeCommandContext): Promise<number> {
  const connection = await connectBridge(flags);
  try {
    const from = connection.network(countOf(flags.network ?? '0', '--network'));
    const usual = from.id === 0 ? connection.firstRollup().id : 0;
    const destinationNetwork = countOf(flags.toNetwork ?? String(usual), '--to-network');
    const to = addressOf(flags.to ?? '', '--to');
    const data = hexOf(flags.data ?? '0x', '--data');
    const value = flags.amount ? amountOf(flags.amount, 18) : 0n;
    const txHash = await send({ connection, from, destinationNetwork, to, data, value });
    const sent = { ...(await depositMade(from, txHash)), receiver: to };
    output.result({ ok: true, ...sent }, () => [
      `message    deposit ${sent.depositCount} of network ${sent.network}, tx ${txHash}`,
      `claim it   bigfile bridge claim ${txHash} --wait`,
    ]);
    return 0;
  } finally {
    await connection.close();
  }
}

async function send(o: {
  connection: BridgeConnection;
  from: ConnectedNetwork;
  destinationNetwork: number;
  to: Address;
  data: `0x${string}`;
  value: bigint;
}): Promise<Hash> {
  const { connection, from, destinationNetwork, to, data, value } = o;
  const wallet = connection.wallet(from.id);
  const common = { bridge: from.bridge, destinationNetwork, to, data };
  if (value === 0n) return bridgeMessage(wallet, common);
  const weth = await from.client.readContract({
    address: from.bridge,
    abi: bridgeAbi,
    functionName: 'WETHToken',
  });
  if (weth === zeroAddress) return bridgeMessage(wallet, { ...common, value });
  return bridgeMessageWETH(wallet, { ...common, amount: value });
}
