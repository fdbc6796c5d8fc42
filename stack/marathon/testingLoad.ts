import { type Hex, keccak256, numberToHex } from 'viem';
import { createL1Client } from '../l1info/index.ts';
import { l2Transfer } from '../l2/testing.ts';
import type { ProcessStack } from './testingProcesses.ts';

/** Transfers that go on whatever dies, and what was told of them. */
export interface Load {
  /** Transactions that the L2 said it has. */
  acknowledged: Hex[];
  /** Hash of each block of the L2, as it was first seen. */
  hashes: Map<bigint, Hex>;
  stop(): Promise<void>;
}

/** A transaction at a time; one whose answer was lost is sent again until it is there. */
export function startLoad(stack: ProcessStack): Load {
  const client = createL1Client(stack.l2RpcUrl);
  const request = client.request as (o: { method: string; params: unknown[] }) => Promise<unknown>;
  const acknowledged: Hex[] = [];
  const hashes = new Map<bigint, Hex>();
  let nonce = 0;
  let stopping = false;

  const send = async () => {
    const raw = await l2Transfer({ nonce });
    try {
      await request({ method: 'eth_sendRawTransaction', params: [raw] });
      acknowledged.push(keccak256(raw));
      nonce += 1;
    } catch (error) {
      // It had arrived, only the answer had not.
      if (/already known|nonce too low/.test(String(error))) nonce += 1;
    }
  };
  const look = async () => {
    const number = await client.getBlockNumber();
    if (hashes.has(number)) return;
    const block = (await request({
      method: 'eth_getBlockByNumber',
      params: [numberToHex(number), false],
    })) as { hash: Hex };
    hashes.set(number, block.hash);
  };
  const finished = (async () => {
    while (!stopping) {
      await send();
      await look().catch(() => undefined);
    }
  })();
  return {
    acknowledged,
    hashes,
    async stop() {
      stopping = true;
      await finished;
    },
  };
}
