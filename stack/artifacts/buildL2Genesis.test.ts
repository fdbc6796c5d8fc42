import { expect, test } from 'vitest';
import { L2_BRIDGE_BALANCE } from '#contracts';
import { L2_SYSTEM_ADDRESS } from '../l2/constants.ts';
import { buildL2Genesis } from './buildL2Genesis.ts';

const owner = '0x00000000000000000000000000000000000000a1';

test('only the bridge has BIG in genesis', async () => {
  const { genesis } = await buildL2Genesis({ chainId: 424242n, owner });
  const balances = Object.values(genesis.accounts).map((account) => account.balance ?? 0n);
  expect(balances.filter((balance) => balance > 0n)).toEqual([L2_BRIDGE_BALANCE]);
});

test('the account that cdk-erigon looks for is there, so that it does not add an empty one', async () => {
  const { genesis } = await buildL2Genesis({ chainId: 424242n, owner });
  expect(genesis.accounts[L2_SYSTEM_ADDRESS]).toEqual({ nonce: 1n });
});
