import { type Hex, size } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { createLogger, waitFor } from '#core';
import { settlementEvents } from '../l1info/index.ts';
import { l2Transfer, rpc, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { startSequenceSender } from '../services/startSequenceSender.ts';

/** What it costs on L1 to sequence one batch full of transfers, and one of calls with 100 bytes. */
export async function printL1Costs(o: {
  transactions: number;
  print: (line: string) => void;
}): Promise<void> {
  const key = generatePrivateKey();
  const sequencer = privateKeyToAddress(key);
  const logger = createLogger('bench');
  logger.level = 'error';
  await using cleanUp = new AsyncDisposableStack();
  const rollup = await startTestRollup({
    funded: [sequencer],
    params: { trustedSequencer: sequencer },
  });
  cleanUp.defer(() => rollup.stop());
  const node = await rollup.startNode({ logger });
  cleanUp.defer(() => node.stop());
  const sender = await startSequenceSender({
    ...{ l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, contracts: rollup.contracts },
    ...{ rollupId: 1, key, coinbase: rollup.account.address, pollMs: 50, mintPol: true, logger },
  });
  cleanUp.defer(() => sender.stop());
  let nonce = 0;
  for (const [kind, data] of [
    ['transfer', '0x'],
    ['call with 100 bytes of data', `0x${'5a'.repeat(100)}`],
  ] as const) {
    for (let i = 0; i < o.transactions; i += 1) {
      await rpc(node, 'eth_sendRawTransaction', [await l2Transfer({ nonce, data })]);
      nonce += 1;
    }
    await waitFor({
      what: 'all transactions in blocks',
      timeoutMs: 120_000,
      check: () => node.status().pending === 0 || undefined,
    });
    const batch = await node.closeBatch();
    await waitFor({
      what: `batch ${batch} on L1`,
      timeoutMs: 120_000,
      check: () => node.status().virtualBatch >= batch || undefined,
    });
    const { bytes, gas } = await newestSequence(rollup);
    const each = (total: number) => (total / o.transactions).toFixed(1);
    o.print(
      `L1 for a ${kind}, ${o.transactions} in a batch: ${each(bytes)} bytes of call data, ${each(gas)} gas of sequenceBatches (with the floor of EIP-7623)`,
    );
  }
}

async function newestSequence(o: TestRollup): Promise<{ bytes: number; gas: number }> {
  const { client, contracts } = o;
  const logs = await client.getLogs({
    address: contracts.rollup,
    event: settlementEvents.find((e) => e.name === 'SequenceBatches') as never,
    fromBlock: 0n,
  });
  const { transactionHash: hash } = logs.at(-1) as unknown as { transactionHash: Hex };
  const [transaction, receipt] = await Promise.all([
    client.getTransaction({ hash }),
    client.getTransactionReceipt({ hash }),
  ]);
  return { bytes: size(transaction.input), gas: Number(receipt.gasUsed) };
}
