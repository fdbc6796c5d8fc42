import { resolve } from 'node:path';
import { type Address, formatEther, type Hex, isAddress, isHex, keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { createLogger } from '#core';
import {
  assertNotSkipped,
  ForceUsageError,
  followForced,
  forceTransaction,
  readForcing,
} from '../forced/index.ts';
import { createL1Client } from '../l1info/index.ts';
import { L1Sender } from '../services/L1Sender.ts';
import { readSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

interface ForceTxFlags {
  dataDir?: string;
  to?: string;
  valueWei?: string;
  data?: string;
  gas?: string;
  raw?: string;
  key?: string;
  l1Key?: string;
  l1Rpc?: string;
  l2Rpc?: string;
  rollup?: string;
  follow?: boolean;
}

/** Where and with which keys. */
interface Target {
  l1RpcUrl: string;
  l2RpcUrl?: string;
  rollup: Address;
  key?: Hex;
  l1Key: Hex;
}

/**
 * Forces one transaction onto the L2 through L1, says what it costs, and follows it until it is in a
 * sequenced batch: the sequencer's, or its own once the sequencer has let its time pass.
 */
export async function forceTxCommand({ options, output }: CommandContext): Promise<number> {
  const flags = options as ForceTxFlags;
  const target = targetOf(flags);
  const { l1RpcUrl, l2RpcUrl } = target;
  const client = createL1Client(l1RpcUrl);
  const forcing = await readForcing({ client, rollup: target.rollup });
  const raw = flags.raw ? hexOf(flags.raw, '--raw') : await sign({ flags, target, ...forcing });
  if (l2RpcUrl) await assertNotSkipped({ raw, chainId: forcing.chainId, l2RpcUrl });
  const hash = keccak256(raw);
  const logger = createLogger('force-tx');
  logger.level = 'silent';
  const sender = new L1Sender({ rpcUrl: l1RpcUrl, key: target.l1Key, logger });
  const forced = await forceTransaction({
    ...{ sender, forcing, raw },
    onCost: ({ fee, balance }) =>
      output.line(
        `A forced batch costs ${formatEther(fee)} POL; ${sender.address} has ${formatEther(balance)}.`,
      ),
  });
  const { number, pol } = forced;
  const minted = pol.minted ? `, ${formatEther(pol.minted)} of it minted` : '';
  output.line(`Paid ${formatEther(pol.fee)} POL${minted}. L1 has it as forced batch ${number},`);
  output.line(`  in ${forced.transactionHash}.`);
  output.line(`The sequencer has ${forcing.timeoutSeconds} s; then anyone may sequence it.`);
  const onProgress = (text: string) => output.line(`  … ${text}`);
  const followed =
    flags.follow === false
      ? undefined
      : await followForced({ ...{ sender, forcing, forced, hash, onProgress }, ...target });
  const { sequencedBy, batch, sequenceTransaction, l2Block } = followed ?? {};
  output.result(
    {
      ok: true,
      hash,
      forcedBatch: number,
      l1Transaction: forced.transactionHash,
      pol: { feeWei: pol.fee, mintedWei: pol.minted },
      timeoutSeconds: forcing.timeoutSeconds,
      ...(followed ? { sequencedBy, batch, sequenceTransaction, l2Block: l2Block ?? null } : {}),
    },
    () => [
      followed
        ? `Batch ${batch} has it, sequenced ${sequencedBy === 'anyone' ? 'without' : 'by'} the sequencer in ${sequenceTransaction}.`
        : 'Not followed; `bigfile force-tx --help` says how.',
      ...(l2Block === undefined ? [] : [`On the L2 it is ${hash} in block ${l2Block}.`]),
    ],
  );
  return 0;
}

/** What is not told comes from the running stack. */
function targetOf(flags: ForceTxFlags): Target {
  const info = readSession(resolve(flags.dataDir ?? '.bigfile/stack'))?.info;
  const l1RpcUrl = flags.l1Rpc ?? info?.l1.rpc;
  const l2RpcUrl = flags.l2Rpc ?? (flags.l1Rpc ? undefined : info?.l2.rpc);
  const rollup = flags.rollup ?? info?.contracts.l1['rollup'];
  const key = flags.key ?? (flags.raw ? undefined : info?.accounts[1]?.key);
  const l1Key = flags.l1Key ?? key ?? info?.accounts[1]?.key;
  if (!l1RpcUrl)
    throw new ForceUsageError({ problem: 'no stack runs here and --l1-rpc is missing' });
  if (!rollup || !isAddress(rollup, { strict: false })) {
    throw new ForceUsageError({ problem: '--rollup must be an address' });
  }
  if (!l1Key) throw new ForceUsageError({ problem: '--l1-key is missing' });
  return {
    ...{ l1RpcUrl, rollup, l1Key: hexOf(l1Key, '--l1-key') },
    ...(l2RpcUrl ? { l2RpcUrl } : {}),
    ...(key ? { key: hexOf(key, '--key') } : {}),
  };
}

/** Signs the transfer or call that the flags describe; nonce, gas and price come from the L2. */
async function sign(o: { flags: ForceTxFlags; target: Target; chainId: bigint }): Promise<Hex> {
  const { flags, target } = o;
  const { to } = flags;
  if (!to || !isAddress(to, { strict: false })) {
    throw new ForceUsageError({ problem: '--to must be an address, or --raw a transaction' });
  }
  if (!target.key) throw new ForceUsageError({ problem: '--key is missing' });
  if (!target.l2RpcUrl) {
    throw new ForceUsageError({ problem: '--l2-rpc is missing: it tells nonce, gas and price' });
  }
  const account = privateKeyToAccount(target.key);
  const l2 = createL1Client(target.l2RpcUrl);
  const value = BigInt(flags.valueWei ?? 0);
  const data = hexOf(flags.data ?? '0x', '--data');
  const [nonce, gasPrice, gas] = await Promise.all([
    l2.getTransactionCount({ address: account.address }),
    l2.getGasPrice(),
    flags.gas ? BigInt(flags.gas) : l2.estimateGas({ account, to, value, data }),
  ]);
  const chainId = Number(o.chainId);
  return account.signTransaction({
    type: 'legacy',
    chainId,
    nonce,
    gasPrice,
    gas,
    to,
    value,
    data,
  });
}

function hexOf(value: string, flag: string): Hex {
  if (isHex(value)) return value;
  throw new ForceUsageError({ problem: `${flag} must be hexadecimal, with 0x in front` });
}
