import { type Hex, keccak256 } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployDataCommittee, setupDataCommittee } from '#contracts';
import { createLifecycle, createLogger, waitFor } from '#core';
import { rpc } from '../components/rpc.ts';
import { createReplica } from '../derivation/index.ts';
import type { L2Node } from '../l2/index.ts';
import { mineTransfers, startTestRollup, type TestRollup } from '../l2/testing.ts';
import { chainOf, walletClientOf } from '../run/clients.ts';
import { readRollupState } from '../services/readRollupState.ts';
import { type SequenceSender, startSequenceSender } from '../services/startSequenceSender.ts';
import { createBatchDataReader } from './createBatchDataReader.ts';
import { type DataSequence, signedRequest } from './dataSequence.ts';
import { DataUnavailableError } from './errors.ts';
import { readCommittee, readDataProtocol } from './readCommittee.ts';
import { type CommitteeNode, startCommitteeNode } from './startCommitteeNode.ts';

/** The account of the test rollup: admin, sequencer and all. */
const ADMIN: Hex = `0x${'42'.repeat(32)}`;
const SLOW_MS = 120_000;
const keys = [generatePrivateKey(), generatePrivateKey(), generatePrivateKey()];
const lifecycle = createLifecycle();
const logger = createLogger('test');
logger.level = 'silent';

let rollup: TestRollup;
let node: L2Node;
let members: CommitteeNode[];
let sender: SequenceSender;
let proxyAdmin: `0x${string}`;

const where = () => ({ client: rollup.client, rollup: rollup.contracts.rollup });
const admin = () => ({
  publicClient: rollup.client,
  walletClient: walletClientOf({
    chain: chainOf({ layer: 'l1', id: 1337, rpcUrl: rollup.l1.rpcUrl }),
    account: { address: privateKeyToAddress(ADMIN), key: ADMIN },
  }),
});
const startMember = (key: Hex) =>
  startCommitteeNode({
    ...{ host: '127.0.0.1', port: 0, l1RpcUrl: rollup.l1.rpcUrl, key, logger },
    rollup: rollup.contracts.rollup,
  });
const sequencedUpTo = (batch: bigint) =>
  waitFor({
    what: `batch ${batch} to be sequenced`,
    timeoutMs: SLOW_MS,
    check: async () => {
      const { lastBatchSequenced } = await readRollupState({ ...rollup, rollupId: 1 });
      return lastBatchSequenced >= batch || undefined;
    },
  });
let nonce = 0;
const closeBatch = async () => {
  await mineTransfers(node, { nonce, count: 2 });
  nonce += 2;
  return node.closeBatch();
};

beforeAll(async () => {
  rollup = await lifecycle.start('l1', async () => {
    const started = await startTestRollup({ params: { validium: true } });
    return { name: 'rollup', ...started };
  });
  proxyAdmin = (rollup.contracts as never as { proxyAdmin: `0x${string}` }).proxyAdmin;
  node = await lifecycle.start('l2', () => rollup.startNode());
  members = [];
  for (const key of keys) members.push(await lifecycle.start('member', () => startMember(key)));
  sender = await lifecycle.start('sender', () =>
    startSequenceSender({
      ...{ l1RpcUrl: rollup.l1.rpcUrl, l2RpcUrl: node.rpcUrl, contracts: rollup.contracts },
      ...{ rollupId: 1, key: ADMIN, mintPol: true, pollMs: 50, logger },
    }),
  );
}, SLOW_MS);
afterAll(() => lifecycle.stop());

test(
  'a validium without a committee is not sequenced, and says why',
  async () => {
    await closeBatch();
    await waitFor({
      what: 'the sender to tell',
      timeoutMs: SLOW_MS,
      check: () => sender.status().lastError?.code === 'STACK_NO_COMMITTEE' || undefined,
    });
  },
  SLOW_MS,
);

test(
  'two of three members keep and sign; the rollup takes the hashes',
  async () => {
    const committee = await deployDataCommittee({
      ...admin(),
      ...{ rollup: rollup.contracts.rollup, proxyAdmin, required: 2 },
      members: members.map(({ url, address }) => ({ url, address })),
    });
    expect(await readDataProtocol(where())).toBe(committee);
    const found = await readCommittee(where());
    expect(found).toMatchObject({ address: committee, required: 2 });
    expect(found!.members.map(({ address }) => address)).toEqual(
      members.map(({ address }) => address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1)),
    );
    await members[0]!.stop();
    const batch = await closeBatch();
    await sequencedUpTo(batch);
    const counts = await Promise.all(
      members.slice(1).map(({ url }) => rpc<{ key_count: number }>(url, 'status_getStatus')),
    );
    expect(counts.map(({ key_count }) => key_count)).toEqual([2, 2]);
  },
  SLOW_MS,
);

test(
  'the L2 is rebuilt from the hashes on L1 and what the members give',
  async () => {
    const replica = await createReplica({ ...rollup.options });
    try {
      const { lastBatch } = await replica.sync();
      expect(lastBatch).toBeGreaterThanOrEqual(3n);
      const { stateRoot } = replica.batch(lastBatch);
      const there = await rpc<{ stateRoot: Hex }>(node.rpcUrl, 'zkevm_getBatchByNumber', [
        `0x${lastBatch.toString(16)}`,
      ]);
      expect(stateRoot).toBe(there.stateRoot);
    } finally {
      await replica.stop();
    }
  },
  SLOW_MS,
);

test(
  'with one member of two needed nothing is sequenced, until another comes back',
  async () => {
    await members[1]!.stop();
    const batch = await closeBatch();
    await waitFor({
      what: 'the sender to tell',
      timeoutMs: SLOW_MS,
      check: () => sender.status().lastError?.code === 'STACK_TOO_FEW_SIGNATURES' || undefined,
    });
    const back = await lifecycle.start('member', () => startMember(keys[1]!));
    const { address } = (await readCommittee(where()))!;
    await setupDataCommittee({
      ...{ ...admin(), committee: address, required: 2 },
      members: [members[0]!, back, members[2]!].map((m) => ({ url: m.url, address: m.address })),
    });
    await sequencedUpTo(batch);
  },
  SLOW_MS,
);

test('a member signs for nobody but the trusted sequencer', async () => {
  const sequence: DataSequence = {
    batches: [
      {
        ...{ l2Data: '0x01', coinbase: members[2]!.address, forcedTimestamp: 0n },
        ...{ forcedGlobalExitRoot: keccak256('0x'), forcedBlockHashL1: keccak256('0x') },
      },
    ],
    ...{ oldAccInputHash: keccak256('0x'), l1InfoRoot: keccak256('0x'), maxSequenceTimestamp: 1n },
  };
  const request = await signedRequest({ sequence, key: keys[2]! });
  const asked = rpc(members[2]!.url, 'datacom_signSequenceBanana', [request]);
  await expect(asked).rejects.toThrow(/not by the trusted sequencer/);
});

test('data that nobody has is told, with who was asked', async () => {
  const read = createBatchDataReader(where());
  await expect(read(keccak256('0x1234'))).rejects.toThrow(DataUnavailableError);
});

test('a rollup that is no validium has no data availability protocol', async () => {
  const { client, contracts } = rollup;
  expect(await readDataProtocol({ client, rollup: contracts.bridge })).toBeUndefined();
});
