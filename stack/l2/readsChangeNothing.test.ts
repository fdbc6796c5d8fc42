import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Address, encodeFunctionData, type Hex, numberToHex, zeroHash } from 'viem';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { L2_EXIT_ROOT_ADDRESS } from './constants.ts';
import type { L2Node } from './startL2Node.ts';
import {
  FLOOR,
  L2_CHAIN_ID,
  l2Transfer,
  mineTransfers,
  startTestRollup,
  type TestRollup,
} from './testing.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-reads-'));
let rollup: TestRollup;
let node: L2Node;
let mined: { hash: Hex; transactions: Hex[] };

beforeAll(async () => {
  rollup = await startTestRollup();
  node = await rollup.startNode({ dataDir });
  await mineTransfers(node, { nonce: 0, count: 3 });
  mined = await result('eth_getBlockByNumber', ['latest', false]);
}, 60_000);
afterAll(async () => {
  await node.stop();
  await rollup.stop();
  rmSync(dataDir, { recursive: true });
});

type Answer = { result?: unknown; error?: { code: number; message: string } };

async function ask(method: string, params: unknown[] = []): Promise<Answer> {
  const response = await fetch(node.rpcUrl, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return (await response.json()) as Answer;
}

const result = async <T>(method: string, params: unknown[] = []): Promise<T> =>
  (await ask(method, params)).result as T;

/** Everything that says what the chain is: head, roots, batch, accounts, and what waits. */
async function fingerprint() {
  const { number, hash, stateRoot } = node.chain.head();
  const account = rollup.account.address;
  const proof = await result<{ storageHash: Hex; balance: Hex; nonce: Hex; stateRoot?: Hex }>(
    'eth_getProof',
    [account, [], 'latest'],
  );
  const exits = await result<{ storageHash: Hex }>('eth_getProof', [
    L2_EXIT_ROOT_ADDRESS,
    [],
    'latest',
  ]);
  const pool = await result('txpool_status');
  return { number, hash, stateRoot, proof, exits: exits.storageHash, pool };
}

const target: Address = '0x00000000000000000000000000000000000000b0';
const from = () => rollup.account.address;
/** Creates an account, writes to it, and destroys it: everything a call could leave behind. */
const writes = (): object => ({ from: from(), value: '0x1', data: '0x60015f5560025f5233ff' });
const bridgeCall = (): object => ({
  from: from(),
  to: rollup.contracts.bridge,
  value: numberToHex(5),
  data: encodeFunctionData({
    abi: [
      {
        type: 'function',
        name: 'bridgeAsset',
        stateMutability: 'payable',
        inputs: [
          { type: 'uint32' },
          { type: 'address' },
          { type: 'uint256' },
          { type: 'address' },
          { type: 'bool' },
          { type: 'bytes' },
        ],
        outputs: [],
      },
    ],
    args: [0, target, 5n, '0x0000000000000000000000000000000000000000', true, '0x'],
  }),
});

test('reads of every kind leave the chain as it is', async () => {
  const reads: [string, unknown[]][] = [
    ...['latest', 'pending', 'safe', 'earliest', '0x1'].flatMap((tag): [string, unknown[]][] => [
      ['eth_call', [writes(), tag]],
      ['eth_call', [bridgeCall(), tag]],
      ['eth_getProof', [from(), [zeroHash], tag]],
      ['eth_getBalance', [target, tag]],
      ['eth_getStorageAt', [L2_EXIT_ROOT_ADDRESS, '0x1', tag]],
      ['debug_traceCall', [bridgeCall(), tag, {}]],
    ]),
    ['eth_call', [{ to: target }, 'latest', { [target]: { balance: '0xff', code: '0x5f5ffd' } }]],
    ['eth_estimateGas', [writes()]],
    ['eth_estimateGas', [bridgeCall()]],
    ['eth_createAccessList', [bridgeCall(), 'latest']],
    ['debug_traceTransaction', [mined.transactions[0]]],
    ['debug_traceBlockByNumber', ['latest']],
    ['eth_getBlockByNumber', ['pending', true]],
    ['eth_getBlockReceipts', ['latest']],
    ['eth_getLogs', [{ fromBlock: 'earliest', toBlock: 'latest' }]],
    ['eth_feeHistory', ['0x3', 'latest', [50]]],
    ['eth_newBlockFilter', []],
    ['eth_newPendingTransactionFilter', []],
    ['txpool_content', []],
    ['zkevm_getBatchByNumber', ['latest', true]],
    ['zkevm_getFullBlockByNumber', ['latest', true]],
    ['zkevm_getExitRootTable', []],
  ];
  const before = await fingerprint();
  for (const [method, params] of reads) {
    await ask(method, params);
    expect({ method, params, ...(await fingerprint()) }).toEqual({ method, params, ...before });
  }
  // A node that was never asked anything gets the same blocks from the journal's inputs.
  const { hash, stateRoot } = node.chain.head();
  await node.stop();
  node = await rollup.startNode({ dataDir });
  expect(node.chain.head()).toMatchObject({ hash, stateRoot });
});

test('what would change the chain without a signature is refused', async () => {
  const before = await fingerprint();
  const refused = [
    'eth_sendTransaction',
    'eth_sign',
    'eth_signTransaction',
    'evm_mine',
    'evm_revert',
    'evm_snapshot',
    'evm_increaseTime',
    'hardhat_setBalance',
    'hardhat_setStorageAt',
    'hardhat_mine',
    'hardhat_reset',
    'anvil_setCode',
  ];
  for (const method of refused) {
    const { error } = await ask(method, [target, '0x1', '0x1']);
    expect({ method, code: error?.code }).toEqual({ method, code: -32004 });
  }
  expect(await fingerprint()).toEqual(before);
});

test('invalid transactions leave no trace, and each names what is wrong', async () => {
  const before = await fingerprint();
  const nonce = Number(await result('eth_getTransactionCount', [from(), 'latest']));
  const sign = (o: object): Promise<Hex> =>
    rollup.account.signTransaction({
      type: 'legacy',
      chainId: L2_CHAIN_ID,
      nonce,
      gas: 21_000n,
      gasPrice: FLOOR,
      to: target,
      ...o,
    });
  const good = await sign({});
  const invalid: [Hex | string, RegExp][] = [
    [await sign({ chainId: 5 }), /invalid chain id, have 5 want 424242/],
    [await sign({ nonce: nonce - 1 }), /nonce too low: .* tx: \d+ state: \d+/],
    [await sign({ nonce: nonce + 5_000 }), /nonce too high: .* limit: \d+/],
    [
      await sign({ gasPrice: FLOOR - 1n }),
      /underpriced: 999999999 wei of BIG per gas, want 1000000000/,
    ],
    [await sign({ gas: 20_999n }), /intrinsic gas too low: have 20999, want 21000/],
    [await sign({ gas: 30_000_001n }), /have 30000001, (cap|limit) 30000000/],
    [await sign({ value: 10n ** 30n }), /insufficient funds .* have \d+ want \d+/],
    [
      await sign({ gas: 5_000_000n, data: `0x${'01'.repeat(125_000)}` }),
      /oversized data: \d+ bytes in a batch, limit \d+/,
    ],
    [`${good.slice(0, -2)}`, /malformed|canonical/],
    [`${good}00`, /canonical/],
    ['0x', /want 0x-prefixed bytes/],
    ['0x03', /invalid raw|type 3 not supported|malformed/],
    ['rubbish', /want 0x-prefixed bytes/],
  ];
  for (const [raw, reason] of invalid) {
    const { error } = await ask('eth_sendRawTransaction', [raw]);
    expect({ raw: raw.slice(0, 40), message: error?.message }).toEqual({
      raw: raw.slice(0, 40),
      message: expect.stringMatching(reason),
    });
  }
  expect(await fingerprint()).toEqual(before);
  // The pool is as good as before: a valid one gets in.
  expect(await result('eth_sendRawTransaction', [await l2Transfer({ nonce })])).toMatch(/^0x/);
});
