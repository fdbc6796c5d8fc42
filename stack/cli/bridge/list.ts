import { type Address, formatUnits } from 'viem';
import { callApi, type DepositAnswer, type KnownDeposit, toDeposit } from '#bridge';
import type { BridgeCommandContext } from './BridgeCommandContext.ts';
import { type BridgeConnection, connectBridge } from './connectBridge.ts';
import { BridgeUsageError } from './errors.ts';
import { addressOf, countOf } from './parse.ts';

/** Deposits for an address, with what each of them waits for. */
export async function list({ argument, flags, output }: BridgeCommandContext): Promise<number> {
  const connection = await connectBridge(flags);
  try {
    const address = argument ? addressOf(argument, '<address>') : ofFirstAccount(connection);
    const url = await connection.api();
    await connection.synced();
    const query = new URLSearchParams();
    const set = (name: string, value: string | undefined, flag: string) => {
      if (value !== undefined) query.set(name, String(countOf(value, flag)));
    };
    set('net_id', flags.network, '--network');
    set('dest_net', flags.toNetwork, '--to-network');
    set('limit', flags.limit, '--limit');
    set('offset', flags.offset, '--offset');
    type Answer = { deposits: DepositAnswer[]; total_cnt: string };
    const answer = await callApi<Answer>(`${url}/bridges/${address}?${query}`);
    const deposits = answer.deposits.map(toDeposit);
    output.result({ ok: true, address, total: Number(answer.total_cnt), deposits }, () => [
      `${deposits.length} of ${answer.total_cnt} deposits for ${address}`,
      ...deposits.map(describe),
    ]);
    return 0;
  } finally {
    await connection.close();
  }
}

function ofFirstAccount(connection: BridgeConnection): Address {
  try {
    return connection.account().address;
  } catch (cause) {
    throw new BridgeUsageError({ problem: 'name the <address> whose deposits are listed', cause });
  }
}

function describe(d: KnownDeposit): string {
  const way = `${d.network}/${d.depositCount} → ${d.destinationNetwork}`.padEnd(14);
  const kind = d.leafType === 0 ? 'asset  ' : 'message';
  // Not every token has 18 decimals; the JSON has the exact number.
  const amount = formatUnits(d.amount, 18).padStart(12);
  const state = d.claimTxHash
    ? `claimed, tx ${d.claimTxHash}`
    : (d.waiting?.message ?? (d.ready ? 'ready to claim' : 'not ready to claim'));
  return `${way} ${kind} ${amount} of ${d.originAddress}  ${state}`;
}
