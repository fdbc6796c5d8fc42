import {
  type Address,
  formatUnits,
  type Hash,
  isAddressEqual,
  parseUnits,
  zeroAddress,
} from 'viem';
import { bridgeAsset, depositsOf, globalIndexOf } from '#bridge';
import { bigTokenAbi, bridgeAbi } from '#contracts';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import type { BridgeConnection, ConnectedNetwork } from './connectBridge.ts';
import { BridgeUsageError } from './errors.ts';
import { addressOf } from './parse.ts';

/** A deposit that a command has made. */
export interface SentDeposit {
  txHash: Hash;
  network: number;
  depositCount: number;
  globalIndex: string;
  destinationNetwork: number;
  receiver: Address;
  /** Smallest unit of the token. */
  amount: string;
}

/** Sends an asset as the flags of `deposit` and `withdraw` say. */
export async function sendAsset(
  { flags, output }: BridgeCommandContext,
  o: { connection: BridgeConnection; from: ConnectedNetwork; to: ConnectedNetwork },
): Promise<SentDeposit> {
  const { from, to, connection } = o;
  const token = await tokenOf({ flag: flags.token, from, to });
  const decimals = token === zeroAddress ? 18 : await decimalsOf(from, token);
  const amount = amountOf(flags.amount ?? '', decimals);
  const receiver = flags.to ? addressOf(flags.to, '--to') : connection.account().address;
  output.line(
    `Sending ${formatUnits(amount, decimals)} of ${token === zeroAddress ? 'the native coin' : token} from network ${from.id} to ${receiver} on network ${to.id} …`,
  );
  const txHash = await bridgeAsset(connection.wallet(from.id), {
    bridge: from.bridge,
    destinationNetwork: to.id,
    ...{ to: receiver, amount, token },
  });
  return { ...(await depositMade(from, txHash)), receiver };
}

/** Waits for a transaction and reads the deposit that it made. */
export async function depositMade(
  from: ConnectedNetwork,
  txHash: Hash,
): Promise<Omit<SentDeposit, 'receiver'>> {
  const receipt = await from.client.waitForTransactionReceipt({
    hash: txHash,
    pollingInterval: 100,
  });
  const [deposit] = depositsOf({ receipt, bridge: from.bridge });
  if (!deposit) throw new BridgeUsageError({ problem: `transaction ${txHash} was reverted` });
  const { depositCount, destinationNetwork, amount } = deposit;
  const network = from.id;
  const globalIndex = String(globalIndexOf({ network, depositCount }));
  return { txHash, network, depositCount, globalIndex, destinationNetwork, amount: String(amount) };
}

/** The token's address on the network that it leaves; the zero address is its native coin. */
async function tokenOf(o: {
  flag: string | undefined;
  from: ConnectedNetwork;
  to: ConnectedNetwork;
}): Promise<Address> {
  const { flag, from, to } = o;
  if (flag?.startsWith('0x')) return addressOf(flag, '--token');
  if (flag !== undefined && flag !== 'big' && flag !== 'eth') {
    throw new BridgeUsageError({ problem: `--token must be big, eth or an address, not ${flag}` });
  }
  if (from.id === 0) return flag === 'eth' ? zeroAddress : gasTokenOf(to);
  const weth = await wethOf(from);
  if (flag === 'eth') return weth;
  if (flag === undefined || !isAddressEqual(weth, zeroAddress)) return zeroAddress;
  throw new BridgeUsageError({ problem: 'on a chain of ether BIG must be named by its address' });
}

function gasTokenOf({ client, bridge: address }: ConnectedNetwork): Promise<Address> {
  return client.readContract({ address, abi: bridgeAbi, functionName: 'gasTokenAddress' });
}

/** Zero on a chain whose coin is ether. */
function wethOf({ client, bridge: address }: ConnectedNetwork): Promise<Address> {
  return client.readContract({ address, abi: bridgeAbi, functionName: 'WETHToken' });
}

function decimalsOf({ client }: ConnectedNetwork, address: Address): Promise<number> {
  return client.readContract({ address, abi: bigTokenAbi, functionName: 'decimals' });
}

export function amountOf(text: string, decimals: number): bigint {
  if (/^\d+(\.\d+)?$/.test(text)) return parseUnits(text, decimals);
  throw new BridgeUsageError({ problem: `--amount must be a number such as 1.5, not ${text}` });
}
