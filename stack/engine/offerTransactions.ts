import { type Address, type Hex, hexToBigInt, keccak256 } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { Engine } from './createEngine.ts';
import type { DroppedTransaction } from './types.ts';

/** A transaction as the engine's pool tells it. */
interface Pooled {
  from: Address;
  nonce: Hex;
  gas: Hex;
  gasPrice: Hex;
  maxFeePerGas?: Hex;
  value: Hex;
}

/** What is left to a sender after its transactions so far. */
interface Account {
  nonce: bigint;
  balance: bigint;
}

export interface Offer {
  /** In the engine's pool, by hash, in the order of the block. */
  offered: Map<Hex, Hex>;
  refused: DroppedTransaction[];
}

/**
 * Puts a block's transactions into the engine's empty pool. EDR would sort a sender's nonces, let
 * a later transaction replace an earlier one, and fail to mine at all when a sender runs out of
 * funds half-way; here each transaction must be valid where it stands, and payable from what the
 * sender had before the block, or it is refused.
 */
export async function offerTransactions(
  engine: Engine,
  transactions: readonly Hex[],
): Promise<Offer> {
  const offer: Offer = { offered: new Map(), refused: [] };
  const accounts = new Map<Address, Account>();
  for (const [index, raw] of transactions.entries()) {
    const sent = await send(engine, raw);
    if ('reason' in sent) {
      offer.refused.push(sent);
      continue;
    }
    const verdict = await judge({ engine, accounts, hash: sent.hash });
    if (verdict === 'replaces') {
      // The one it has replaced comes first: start again without the intruder.
      await drop(engine, [...offer.offered.keys(), sent.hash]);
      const again = await offerTransactions(engine, transactions.toSpliced(index, 1));
      again.refused.push({ hash: sent.hash, reason: 'nonce used earlier in this block' });
      return again;
    }
    if (verdict === undefined) offer.offered.set(sent.hash, raw);
    else {
      await drop(engine, [sent.hash]);
      offer.refused.push({ hash: sent.hash, reason: verdict });
    }
  }
  return offer;
}

/** Takes transactions out of the engine's pool. */
export async function drop(engine: Engine, hashes: Iterable<Hex>): Promise<void> {
  for (const hash of hashes) await engine.request('hardhat_dropTransaction', [hash]);
}

async function send(engine: Engine, raw: Hex): Promise<{ hash: Hex } | DroppedTransaction> {
  try {
    return { hash: await engine.request<Hex>('eth_sendRawTransaction', [raw]) };
  } catch (error) {
    if (!(error instanceof RpcError) || error.code === rpcErrorCode.internal) throw error;
    return { hash: keccak256(raw), reason: error.message };
  }
}

/** @returns why the transaction cannot stand here; undefined when it can */
async function judge(o: {
  engine: Engine;
  accounts: Map<Address, Account>;
  hash: Hex;
}): Promise<string | undefined> {
  const t = await o.engine.request<Pooled | null>('eth_getTransactionByHash', [o.hash]);
  if (!t) return 'replaces';
  const account = o.accounts.get(t.from) ?? (await readAccount(o.engine, t.from));
  o.accounts.set(t.from, account);
  const nonce = hexToBigInt(t.nonce);
  const cost =
    hexToBigInt(t.gas) * hexToBigInt(t.maxFeePerGas ?? t.gasPrice) + hexToBigInt(t.value);
  if (nonce < account.nonce) return 'replaces';
  if (nonce > account.nonce) return `nonce too high: tx: ${nonce} state: ${account.nonce}`;
  if (cost > account.balance) {
    return `insufficient funds: ${t.from} have ${account.balance} want ${cost}`;
  }
  account.nonce += 1n;
  account.balance -= cost;
  return undefined;
}

async function readAccount(engine: Engine, address: Address): Promise<Account> {
  const nonce = await engine.request<Hex>('eth_getTransactionCount', [address, 'latest']);
  const balance = await engine.request<Hex>('eth_getBalance', [address, 'latest']);
  return { nonce: hexToBigInt(nonce), balance: hexToBigInt(balance) };
}
