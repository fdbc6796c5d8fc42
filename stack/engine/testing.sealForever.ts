// A chain in a process of its own, to be killed: it takes one transaction after the other, seals
// every third time, and tells on stdout what it has acknowledged.
import { writeSync } from 'node:fs';
import { createMempool } from './createMempool.ts';
import { openDevChain } from './openDevChain.ts';
import { alice, inputsAfter, signTransfer, testConfig } from './testing.ts';

const [journalPath = ''] = process.argv.slice(2);
const chain = await openDevChain({ config: testConfig(), journalPath });
const mempool = await createMempool({ chain });
const tell = (line: string): number => writeSync(1, `${line}\n`);

for (let nonce = Number(await mempool.nonce(alice.address)); ; nonce += 1) {
  tell(`ack ${await mempool.add(await signTransfer({ nonce }))}`);
  if (nonce % 3 !== 2) continue;
  const block = await chain.seal(inputsAfter(chain.head(), { transactions: mempool.ready() }));
  tell(`block ${block.number} ${block.hash}`);
}
