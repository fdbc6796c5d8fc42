import { encodeFunctionData, type Hex, parseAbi, zeroAddress } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rollupEtrogAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import { forceTxCommand } from '../cli/forceTxCommand.ts';
import type { L2Node } from '../l2/index.ts';
import { l2Transfer, mineTransfers, rpc, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { forceBatch } from '../l2/testingSettlement.ts';
import { startSequenceSender } from '../services/startSequenceSender.ts';

const logger = createLogger('test');
logger.level = 'silent';
const RECEIVER = '0x00000000000000000000000000000000000f0ced';
/** Has BIG on the L2, and is the sequencer on L1. */
const key: Hex = `0x${'42'.repeat(32)}`;
/** Pays on L1: a stranger, to whom forcing must be open. */
const l1Key: Hex = `0x${'57'.repeat(32)}`;
const stranger = privateKeyToAddress(l1Key);

let rollup: TestRollup;
let cleanUp: AsyncDisposableStack;

beforeEach(async () => {
  cleanUp = new AsyncDisposableStack();
  rollup = await startTestRollup({ funded: [stranger] });
  cleanUp.defer(() => rollup.stop());
});
afterEach(() => cleanUp.disposeAsync());

async function startNode(o: { skipForced?: boolean } = {}): Promise<L2Node> {
  const node = await rollup.startNode({
    logger,
    sequencer: {
      coinbase: rollup.account.address,
      blockTimeMs: 20,
      batch: { maxAgeMs: 500 },
      blocks: { skipForced: o.skipForced ?? false },
    },
  });
  cleanUp.defer(() => node.stop());
  return node;
}

async function startSender(node: L2Node): Promise<void> {
  const sender = await startSequenceSender({
    ...{ l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, contracts: rollup.contracts },
    ...{ rollupId: 1, key, pollMs: 50, mintPol: true, logger },
  });
  cleanUp.defer(() => sender.stop());
}

const call = (
  functionName: 'setForceBatchTimeout' | 'setForceBatchAddress',
  argument: unknown,
) => ({
  name: functionName,
  to: rollup.contracts.rollup,
  gas: 100_000n,
  data: encodeFunctionData({ abi: rollupEtrogAbi, functionName, args: [argument] } as never),
});
/** As the bring-up of a development stack does. */
const openForcing = (seconds: bigint) =>
  rollup.send([call('setForceBatchTimeout', seconds), call('setForceBatchAddress', zeroAddress)]);

// biome-ignore lint/suspicious/noExplicitAny: what a script would read.
type Printed = any;

/** Runs the command as a user would, but for the process around it. */
async function forceTx(node: L2Node, flags: Record<string, unknown>) {
  const lines: string[] = [];
  let result: Printed;
  const code = await forceTxCommand({
    options: {
      l1Rpc: rollup.l1.rpcUrl,
      l2Rpc: node.rpcUrl,
      rollup: rollup.contracts.rollup,
      key,
      l1Key,
      ...flags,
    } as never,
    flags: { json: true, detach: false, once: false, dryRun: false, reset: false },
    output: {
      line: (text) => void lines.push(text),
      result: (value) => {
        result = value;
      },
      error: () => undefined,
      step: () => undefined,
    },
  });
  return { code, text: lines.join('\n'), result };
}
const codeOf = (code: string) => expect.objectContaining({ code });

test('an honest sequencer includes it in its place', async () => {
  await openForcing(3_600n);
  const node = await startNode();
  await startSender(node);
  await mineTransfers(node, { nonce: 0, count: 2 });
  const { code, text, result } = await forceTx(node, { to: RECEIVER, valueWei: '7' });
  expect(code).toBe(0);
  expect(text).toContain('A forced batch costs 10 POL; ');
  expect(text).toContain('10 of it minted');
  expect(result).toMatchObject({
    ok: true,
    forcedBatch: 1n,
    sequencedBy: 'sequencer',
    pol: { feeWei: 10n ** 19n },
    timeoutSeconds: 3_600n,
  });
  expect(await rpc(node, 'eth_getBalance', [RECEIVER, 'latest'])).toBe('0x7');
  const receipt = await rpc<{ blockNumber: Hex }>(node, 'eth_getTransactionReceipt', [result.hash]);
  expect(BigInt(receipt.blockNumber)).toBe(result.l2Block);
  const batch = await rpc<{ forcedBatchNumber: Hex; sendSequencesTxHash: Hex }>(
    node,
    'zkevm_getBatchByNumber',
    [Number(result.batch)],
  );
  expect(batch).toMatchObject({
    forcedBatchNumber: '0x1',
    sendSequencesTxHash: result.sequenceTransaction,
  });
});

test('a sequencer that skips it is passed over once its time is over', async () => {
  await openForcing(3n);
  const node = await startNode({ skipForced: true });
  await startSender(node);
  await mineTransfers(node, { nonce: 0, count: 1 });
  // Somebody else's, which comes first; one that is not followed; and one that is.
  await forceBatch(rollup, '0xdeadbeef');
  const first = await forceTx(node, { to: RECEIVER, valueWei: '1', follow: false });
  expect(first.result).toMatchObject({ ok: true, forcedBatch: 2n });
  expect(first.result).not.toHaveProperty('sequencedBy');
  const raw = await l2Transfer({ nonce: 2, to: RECEIVER, value: 2n });
  const second = await forceTx(node, { raw, l2Rpc: undefined });
  expect(second.text).toContain('the sequencer has let its time pass');
  expect(second.result).toMatchObject({ forcedBatch: 3n, sequencedBy: 'anyone', l2Block: null });
  await waitFor({
    what: 'the L2 to follow',
    timeoutMs: 20_000,
    check: async () =>
      (await rpc(node, 'eth_getBalance', [RECEIVER, 'latest'])) === '0x3' || undefined,
  });
  expect(node.status().halted).toBeUndefined();
});

test('one that was not valid where it stood is told from one that was', async () => {
  await openForcing(1n);
  const node = await startNode({ skipForced: true });
  await startSender(node);
  const raw = await l2Transfer({ nonce: 0, to: RECEIVER, value: 2n });
  await forceTx(node, { to: RECEIVER, valueWei: '1', follow: false });
  await expect(forceTx(node, { raw })).rejects.toThrow(codeOf('STACK_FORCED_SKIPPED'));
  expect(await rpc(node, 'eth_getBalance', [RECEIVER, 'latest'])).toBe('0x1');
});

test('nothing is paid for what the L2 would skip, or for what is too large', async () => {
  const node = await startNode();
  const forced = async (flags: Record<string, unknown>) => (await forceTx(node, flags)).code;
  await expect(forced({ raw: await l2Transfer({ nonce: 5 }) })).rejects.toThrow(
    codeOf('STACK_FORCED_WOULD_BE_SKIPPED'),
  );
  const large: Hex = `0x${'ff'.repeat(5_000)}`;
  await expect(forced({ to: RECEIVER, data: large, gas: '1000000' })).rejects.toThrow(
    codeOf('STACK_FORCED_TOO_LARGE'),
  );
  await expect(forced({ to: RECEIVER })).rejects.toThrow(codeOf('STACK_FORCING_RESERVED'));
  await expect(forced({ to: 'nobody' })).rejects.toThrow(codeOf('STACK_FORCE_USAGE'));
  const balance = await rollup.client.readContract({
    address: rollup.contracts.pol,
    abi: parseAbi(['function balanceOf(address) view returns (uint256)']),
    functionName: 'balanceOf',
    args: [stranger],
  });
  expect(balance).toBe(0n);
});
