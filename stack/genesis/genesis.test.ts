import { createWalletClient, custom, getAddress, type Hex, keccak256 } from 'viem';
import { expect, test } from 'vitest';
import { openDevChain } from '../engine/openDevChain.ts';
import { alice, bob, carol, storageContract, testConfig, word } from '../engine/testing.ts';
import type { Genesis } from '../engine/types.ts';
import { createScratchEngine } from './createScratchEngine.ts';
import { genesisFromJson, genesisToJson } from './genesisJson.ts';
import { genesisStateRoot } from './genesisStateRoot.ts';
import { runOnScratchEngine } from './runOnScratchEngine.ts';

/** 42 in slot 0, 1 then 0 in slot 1, a child without code, and code that returns slot 0. */
const initcode: Hex = '0x602a5f5560016001555f6001555f5f5ff050675f545f5260205ff35f5260086018f3';

test('JSON round trip; equal genesis states give equal text', () => {
  const { genesis } = testConfig();
  expect(genesisToJson(genesisFromJson(genesisToJson(genesis)))).toEqual(genesisToJson(genesis));
  const reordered: Genesis = {
    ...genesis,
    accounts: Object.fromEntries(
      Object.entries(genesis.accounts)
        .reverse()
        .map(([address, account]) => [address.toLowerCase(), account]),
    ),
  };
  expect(JSON.stringify(genesisToJson(reordered))).toBe(JSON.stringify(genesisToJson(genesis)));
  expect(() => genesisFromJson({ timestamp: 1, accounts: {} })).toThrow();
});

test('the root equals the one the engine proves, for every kind of account', async () => {
  const config = testConfig();
  config.genesis.accounts[carol.address] = { nonce: 7n };
  config.genesis.accounts['0x00000000000000000000000000000000000000Bb'] = {
    storage: { '0x3': '0x04', [word(5)]: word(0) },
  };
  config.genesis.accounts['0x00000000000000000000000000000000000000cC'] = { balance: 0n };
  const chain = await openDevChain({ config });
  const root = await genesisStateRoot(config.genesis);
  for (const address of Object.keys(config.genesis.accounts)) {
    const { accountProof } = await chain.request<{ accountProof: Hex[] }>('eth_getProof', [
      address,
      [],
      'latest',
    ]);
    expect(keccak256(accountProof[0]!)).toBe(root);
  }
  await chain.close();
});

test('the empty genesis has the empty root', async () => {
  const empty = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';
  expect(await genesisStateRoot({ timestamp: 0n, accounts: {} })).toBe(empty);
});

test('what calls leave on the scratch engine can be copied into a genesis', async () => {
  const { accounts, created } = await runOnScratchEngine({
    chainId: 424242n,
    calls: [
      { from: bob.address, data: initcode },
      { from: alice.address, to: carol.address, data: '0x', value: 3n },
    ],
  });
  const address = getAddress(created[0]!);
  expect(accounts[address]).toEqual({
    nonce: 2n,
    code: '0x5f545f5260205ff3',
    storage: { [word(0)]: word(42) },
  });
  expect(accounts[carol.address]).toEqual({ balance: 3n });
  expect(Object.keys(accounts)).toHaveLength(3);

  const chain = await openDevChain({
    config: testConfig({ genesis: { timestamp: 1n, accounts } }),
  });
  expect(await chain.request('eth_call', [{ to: address }, 'latest'])).toBe(word(42));
  await chain.close();
});

test('viem deploys on the scratch engine, with and without a key', async () => {
  const { genesis } = testConfig();
  const scratch = await createScratchEngine({ chainId: 424242n, genesis });
  const transport = custom({ request: scratch.request as never });
  const keyed = createWalletClient({ transport, account: alice, chain: null as never });
  const keyless = createWalletClient({ transport, account: carol.address, chain: null as never });
  await keyed.sendTransaction({ data: initcode } as never);
  await keyless.sendTransaction({ data: initcode, value: 0n } as never);
  const accounts = await scratch.allocations();
  const codes = Object.values(accounts).filter(({ code }) => code === '0x5f545f5260205ff3');
  expect(codes).toHaveLength(2);
  expect(accounts).not.toHaveProperty(alice.address);
});

test('a call that reverts on the scratch engine tells why', async () => {
  const calls = [{ to: storageContract, data: word(0) }, { data: '0x5f5ffd' as Hex }];
  await expect(
    runOnScratchEngine({ chainId: 424242n, genesis: testConfig().genesis, calls }),
  ).rejects.toMatchObject({ code: 3, data: '0x' });
});
