import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, hexToBigInt, keccak256 } from 'viem';
import { afterEach, expect, test } from 'vitest';
import { RpcError } from '../rpc/RpcError.ts';
import { upfrontCost } from './admitTransaction.ts';
import {
  InvalidBlockInputsError,
  JournalConfigError,
  JournalLockedError,
  JournalMismatchError,
  MethodRefusedError,
} from './errors.ts';
import { openDevChain } from './openDevChain.ts';
import { parsePooled } from './parsePooled.ts';
import {
  alice,
  bob,
  carol,
  inputsAfter,
  signTransfer,
  storageContract,
  testConfig,
  word,
} from './testing.ts';
import type { DevChain, PendingTransaction } from './types.ts';

const folders: string[] = [];
const chains: DevChain[] = [];

afterEach(async () => {
  await Promise.all(chains.splice(0).map((chain) => chain.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const open: typeof openDevChain = async (o) => {
  const chain = await openDevChain(o);
  chains.push(chain);
  return chain;
};
const newPath = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'));
  folders.push(folder);
  return join(folder, 'journal.sqlite');
};
const slotAt = (chain: DevChain, block: unknown): Promise<Hex> =>
  chain.request('eth_call', [{ to: storageContract, data: word(7) }, block]);

const pendingOf = async (raw: Hex): Promise<PendingTransaction> => {
  const transaction = await parsePooled({ raw });
  return { ...transaction, cost: upfrontCost(transaction) };
};

interface Proof {
  accountProof: Hex[];
  storageHash: Hex;
  storageProof: { value: Hex }[];
}
const proofAt = (chain: DevChain, block: string): Promise<Proof> =>
  chain.request('eth_getProof', [storageContract, [word(0), word(1)], block]);

test('the genesis holds its storage, and block 0 tells the true root', async () => {
  const chain = await open({ config: testConfig() });
  const block = await chain.request<{ stateRoot: Hex; hash: Hex }>('eth_getBlockByNumber', [
    '0x0',
    false,
  ]);
  expect(block).toMatchObject({ stateRoot: chain.genesisStateRoot, hash: chain.head().hash });
  const proof = await proofAt(chain, 'latest');
  expect(keccak256(proof.accountProof[0]!)).toBe(chain.genesisStateRoot);
  expect(proof.storageProof.map((p) => hexToBigInt(p.value))).toEqual([5n, 0x0102n]);
  const first = await chain.seal(inputsAfter(chain.head()));
  expect(first.stateRoot).toBe(chain.genesisStateRoot);
});

test('a block holds exactly the inputs', async () => {
  const chain = await open({ config: testConfig() });
  const transactions = [
    await signTransfer({ nonce: 0 }),
    await signTransfer({ from: bob, nonce: 0 }),
  ];
  const inputs = inputsAfter(chain.head(), { transactions, meta: { batch: 3 } });
  const seen: bigint[] = [];
  chain.onBlock((b) => seen.push(b.number));
  const block = await chain.seal(inputs);
  expect(block).toMatchObject({ number: 1n, transactions, dropped: [], meta: { batch: 3 } });
  expect(block.transactionHashes).toEqual(transactions.map((raw) => keccak256(raw)));
  const header = await chain.request<Record<string, string>>('eth_getBlockByNumber', [
    '0x1',
    false,
  ]);
  expect(header).toMatchObject({
    mixHash: inputs.prevRandao,
    miner: inputs.coinbase.toLowerCase(),
    baseFeePerGas: '0x0',
    hash: block.hash,
  });
  expect(chain.block(1n)).toEqual(block);
  expect(seen).toEqual([1n]);
});

test('equal timestamps are allowed on a free chain, earlier ones are not', async () => {
  const chain = await open({ config: testConfig() });
  const { timestamp } = chain.head();
  await chain.seal(inputsAfter(chain.head(), { timestamp }));
  await chain.seal(inputsAfter(chain.head(), { timestamp }));
  await expect(
    chain.seal(inputsAfter(chain.head(), { timestamp: timestamp - 1n })),
  ).rejects.toThrow(InvalidBlockInputsError);
  expect((await chain.seal(inputsAfter(chain.head()))).number).toBe(3n);
});

test('what the engine refuses or skips is reported and leaves its pool', async () => {
  const chain = await open({ config: testConfig() });
  const good = await signTransfer({ nonce: 0 });
  const gap = await signTransfer({ nonce: 5 });
  const poor = await signTransfer({ from: carol, nonce: 0, value: 10n ** 30n });
  const block = await chain.seal(inputsAfter(chain.head(), { transactions: [gap, good, poor] }));
  expect(block.transactions).toEqual([good]);
  expect(block.dropped.map((d) => d.hash).sort()).toEqual([keccak256(gap), keccak256(poor)].sort());
  expect(await chain.request('eth_pendingTransactions')).toEqual([]);
});

test('each transaction must be valid where it stands', async () => {
  const chain = await open({ config: testConfig() });
  const half = 600n * 10n ** 18n;
  const [a0, a1, a1b, a2, a3] = await Promise.all([
    signTransfer({ nonce: 0 }),
    signTransfer({ nonce: 1, value: half }),
    signTransfer({ nonce: 1, value: 7n, gasPrice: 5n }),
    signTransfer({ nonce: 2, value: half }),
    signTransfer({ nonce: 3 }),
  ]);
  const [b0, b1] = await Promise.all([0, 1].map((nonce) => signTransfer({ from: bob, nonce })));
  // a1 before a0 is too early, the second a1 before b1 is the right one, a1b would replace it,
  // a2 costs more than is left, and a3 comes after a gap.
  const transactions = [a1, b0, a0, a1, a1b, b1, a2, a3] as Hex[];
  const block = await chain.seal(inputsAfter(chain.head(), { transactions }));
  expect(block.transactions).toEqual([b0, a0, a1, b1]);
  const reasons = new Map(block.dropped.map(({ hash, reason }) => [hash, reason]));
  expect(reasons.get(keccak256(a1b!))).toMatch(/nonce used earlier/);
  expect(reasons.get(keccak256(a2!))).toMatch(/insufficient funds/);
  expect(reasons.get(keccak256(a3!))).toMatch(/nonce too high/);
  expect(await chain.request('eth_pendingTransactions')).toEqual([]);
});

test('what does not fit into the block is dropped, what comes after it may fit', async () => {
  const chain = await open({ config: testConfig() });
  const transactions = await Promise.all([
    signTransfer({ nonce: 0, gas: 29_990_000n }),
    signTransfer({ from: bob, nonce: 0, gas: 29_990_000n }),
    signTransfer({ nonce: 1 }),
  ]);
  const block = await chain.seal(inputsAfter(chain.head(), { transactions }));
  expect(block.dropped.map(({ hash }) => hash)).toEqual([keccak256(transactions[1]!)]);
});

test('a system write is in its block and not in the blocks before it', async () => {
  const chain = await open({ config: testConfig() });
  const before = await chain.seal(inputsAfter(chain.head()));
  const write = { address: storageContract, slot: word(7), value: word(9) };
  const after = await chain.seal(inputsAfter(chain.head(), { systemWrites: [write] }));
  await chain.seal(inputsAfter(chain.head()));

  expect(await slotAt(chain, '0x2')).toBe(word(9));
  expect(await slotAt(chain, '0x1')).toBe(word(0));
  expect(await slotAt(chain, { blockHash: before.hash })).toBe(word(0));
  expect(await slotAt(chain, 'earliest')).toBe(word(0));
  expect(keccak256((await proofAt(chain, '0x1')).accountProof[0]!)).toBe(before.stateRoot);
  expect(keccak256((await proofAt(chain, '0x2')).accountProof[0]!)).toBe(after.stateRoot);
});

test('state-changing methods are refused', async () => {
  const chain = await open({ config: testConfig() });
  for (const method of ['evm_mine', 'hardhat_setBalance', 'eth_sendRawTransaction', 'eth_sign']) {
    await expect(chain.request(method, [])).rejects.toThrow(MethodRefusedError);
  }
  await expect(chain.request('eth_getBalance', [alice.address, '0x99'])).rejects.toThrow(RpcError);
});

test('what was added before is judged as what was not', async () => {
  const transactions = [
    await signTransfer({ nonce: 0 }),
    await signTransfer({ nonce: 2 }),
    await signTransfer({ nonce: 1, value: 10n ** 30n }),
    await signTransfer({ nonce: 0, value: 2n }),
    await signTransfer({ nonce: 1 }),
  ];
  const [added, fresh] = [
    await open({ config: testConfig() }),
    await open({ config: testConfig() }),
  ];
  for (const raw of transactions) await added.addPending(await pendingOf(raw));
  const seal = (chain: DevChain, list: readonly Hex[]) =>
    chain.seal(inputsAfter(chain.head(), { transactions: [...list] }));
  const wanted = await seal(fresh, transactions);
  expect(wanted.transactions).toEqual([transactions[0], transactions[4]]);
  expect(await seal(added, transactions)).toEqual(wanted);
  // Some of a block were added, others not.
  const next = [await signTransfer({ nonce: 2 }), await signTransfer({ nonce: 3 })];
  await added.addPending(await pendingOf(next[0]!));
  expect(await seal(added, next)).toEqual(await seal(fresh, next));
  expect(added.head().transactions).toEqual(next);
});

test('a reopened chain has the same blocks, pending transactions and values', async () => {
  const journalPath = newPath();
  const first = await open({ config: testConfig(), journalPath });
  const mined = await signTransfer({ nonce: 0 });
  const waiting = await signTransfer({ nonce: 1 });
  await first.addPending(await pendingOf(mined));
  await first.addPending(await pendingOf(waiting));
  first.journal.set('cursor', '17');
  const write = { address: storageContract, slot: word(7), value: word(9) };
  await first.seal(
    inputsAfter(first.head(), { transactions: [mined], systemWrites: [write], meta: { batch: 2 } }),
  );
  await first.seal(inputsAfter(first.head()));
  const blocks = [first.block(0n), first.block(1n), first.block(2n)];
  await first.close();

  const second = await open({ config: testConfig(), journalPath });
  expect([second.block(0n), second.block(1n), second.block(2n)]).toEqual(blocks);
  expect(second.head()).toEqual(blocks[2]);
  expect(second.pending()).toEqual([waiting]);
  expect(second.journal.get('cursor')).toBe('17');
  expect((await second.seal(inputsAfter(second.head(), { transactions: [waiting] }))).number).toBe(
    3n,
  );
});

test('a journal cannot be opened twice, nor for another chain', async () => {
  const journalPath = newPath();
  const chain = await open({ config: testConfig(), journalPath });
  await expect(open({ config: testConfig(), journalPath })).rejects.toThrow(JournalLockedError);
  await chain.close();
  const other = testConfig({ chainId: 5n });
  await expect(open({ config: other, journalPath })).rejects.toThrow(JournalConfigError);
  await open({ config: testConfig(), journalPath });
});

test('a journal whose block does not replay is refused', async () => {
  const journalPath = newPath();
  const chain = await open({ config: testConfig(), journalPath });
  await chain.seal(inputsAfter(chain.head(), { transactions: [await signTransfer({ nonce: 0 })] }));
  await chain.close();
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(journalPath);
  database.exec(`UPDATE blocks SET inputs = replace(inputs, '"coinbase":"0x', '"coinbase":"0x1')
    WHERE number = 1; UPDATE blocks SET inputs = replace(inputs, '00000000C0"', '0000000C0"')`);
  database.close();
  await expect(open({ config: testConfig(), journalPath })).rejects.toThrow(JournalMismatchError);
});
