import { type Address, type Hex, hexToBigInt, keccak256 } from 'viem';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { Engine, EngineCall } from './createEngine.ts';
import type { DroppedTransaction, TransactionFacts } from './types.ts';

/** A transaction as the engine's pool tells it. */
interface Pooled {
  hash: Hex;
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

export interface OfferOptions {
  engine: Engine;
  transactions: readonly Hex[];
  /** What was read of a transaction before, by hash; the engine is asked where one is unknown. */
  factsOf?: ((hash: Hex) => TransactionFacts | undefined) | undefined;
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
export async function offerTransactions(o: OfferOptions): Promise<Offer> {
  return (await offerAll(o)) ?? offerOneByOne(o.engine, o.transactions);
}

/** Transactions in one crossing into the engine. */
const CHUNK = 250;

/**
 * The usual case, in which every transaction is valid where it stands: they go in together, and
 * the engine is asked once what it has understood.
 * @returns undefined, with the engine's pool empty again, when it is not the usual case
 */
async function offerAll(o: OfferOptions): Promise<Offer | undefined> {
  const { engine, transactions } = o;
  const hashes: Hex[] = [];
  try {
    for (let i = 0; i < transactions.length; i += CHUNK) {
      const chunk = transactions.slice(i, i + CHUNK);
      const calls = chunk.map((raw): EngineCall => ['eth_sendRawTransaction', [raw]]);
      hashes.push(...((await engine.batch(calls)) as Hex[]));
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await emptyPool(engine);
    return undefined;
  }
  if (hashes.length === 0) return { offered: new Map(), refused: [] };
  if (await allStand({ ...o, hashes })) {
    return { offered: new Map(hashes.map((hash, i) => [hash, transactions[i]!])), refused: [] };
  }
  await emptyPool(engine);
  return undefined;
}

async function allStand(o: OfferOptions & { hashes: readonly Hex[] }): Promise<boolean> {
  const known = o.hashes.flatMap((hash) => o.factsOf?.(hash) ?? []);
  const facts = known.length === o.hashes.length ? known : await askFacts(o);
  if (!facts) return false;
  const accounts = await readAccounts(o.engine, [...new Set(facts.map(({ from }) => from))]);
  return facts.every((t) => judge(t, accounts.get(t.from)!) === undefined);
}

/** @returns undefined when one is not in the engine's pool: another has taken its place */
async function askFacts(o: {
  engine: Engine;
  hashes: readonly Hex[];
}): Promise<TransactionFacts[] | undefined> {
  const pooled = await o.engine.request<Pooled[]>('eth_pendingTransactions');
  const byHash = new Map(pooled.map((t) => [t.hash, toFacts(t)]));
  const facts = o.hashes.flatMap((hash) => byHash.get(hash) ?? []);
  return facts.length === o.hashes.length ? facts : undefined;
}

function toFacts(t: Pooled): TransactionFacts {
  const price = hexToBigInt(t.maxFeePerGas ?? t.gasPrice);
  const cost = hexToBigInt(t.gas) * price + hexToBigInt(t.value);
  return { from: t.from, nonce: hexToBigInt(t.nonce), cost };
}

async function emptyPool(engine: Engine): Promise<void> {
  const pooled = await engine.request<Pooled[]>('eth_pendingTransactions');
  await drop(
    engine,
    pooled.map(({ hash }) => hash),
  );
}

async function offerOneByOne(engine: Engine, transactions: readonly Hex[]): Promise<Offer> {
  const offer: Offer = { offered: new Map(), refused: [] };
  const accounts = new Map<Address, Account>();
  for (const [index, raw] of transactions.entries()) {
    const sent = await send(engine, raw);
    if ('reason' in sent) {
      offer.refused.push(sent);
      continue;
    }
    const verdict = await examine({ engine, accounts, hash: sent.hash });
    if (verdict === 'replaces') {
      // The one it has replaced comes first: start again without the intruder.
      await drop(engine, [...offer.offered.keys(), sent.hash]);
      const again = await offerOneByOne(engine, transactions.toSpliced(index, 1));
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
  await engine.batch([...hashes].map((hash) => ['hardhat_dropTransaction', [hash]]));
}

async function send(engine: Engine, raw: Hex): Promise<{ hash: Hex } | DroppedTransaction> {
  try {
    return { hash: await engine.request<Hex>('eth_sendRawTransaction', [raw]) };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { hash: keccak256(raw), reason: error.message };
  }
}

function isRefusal(error: unknown): error is RpcError {
  return error instanceof RpcError && error.code !== rpcErrorCode.internal;
}

async function examine(o: {
  engine: Engine;
  accounts: Map<Address, Account>;
  hash: Hex;
}): Promise<string | undefined> {
  const t = await o.engine.request<Pooled | null>('eth_getTransactionByHash', [o.hash]);
  if (!t) return 'replaces';
  const account = o.accounts.get(t.from) ?? (await readAccounts(o.engine, [t.from])).get(t.from)!;
  o.accounts.set(t.from, account);
  return judge(toFacts(t), account);
}

/**
 * Counts the transaction against what its sender has left.
 * @returns why it cannot stand here; undefined when it can
 */
function judge({ from, nonce, cost }: TransactionFacts, account: Account): string | undefined {
  if (nonce < account.nonce) return 'replaces';
  if (nonce > account.nonce) return `nonce too high: tx: ${nonce} state: ${account.nonce}`;
  if (cost > account.balance) {
    return `insufficient funds: ${from} have ${account.balance} want ${cost}`;
  }
  account.nonce += 1n;
  account.balance -= cost;
  return undefined;
}

async function readAccounts(
  engine: Engine,
  addresses: readonly Address[],
): Promise<Map<Address, Account>> {
  const calls = addresses.flatMap((address): EngineCall[] => [
    ['eth_getTransactionCount', [address, 'latest']],
    ['eth_getBalance', [address, 'latest']],
  ]);
  const answers = (await engine.batch(calls)) as Hex[];
  return new Map(
    addresses.map((address, i) => [
      address,
      { nonce: hexToBigInt(answers[2 * i]!), balance: hexToBigInt(answers[2 * i + 1]!) },
    ]),
  );
}
