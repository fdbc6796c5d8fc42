import { parseEther } from 'viem';
import { expect } from 'vitest';
import { componentImage } from '../containers/componentImage.ts';
import { containerTest } from '../containers/testing.ts';
import { BigFileContainer } from './BigFileContainer.ts';

containerTest('one container holds both chains, the bridge and funded accounts', async () => {
  const { image } = componentImage({ component: 'devkit' });
  await using container = await new BigFileContainer(image).withL2ChainId(424_243).start();
  const [l1, l2] = [container.getPublicClient('l1'), container.getPublicClient('l2')];
  expect(await Promise.all([l1.getChainId(), l2.getChainId()])).toEqual([1337, 424_243]);

  const { l1: onL1, l2: onL2 } = container.getContracts();
  const codes = [
    l1.getCode({ address: onL1['rollupManager']! }),
    l2.getCode({ address: onL2['jobMarket']! }),
  ];
  for (const code of await Promise.all(codes)) expect(code?.length).toBeGreaterThan(100);
  expect((await fetch(`${container.getBridgeUrl()}/api`)).status).toBe(200);

  const [, from, to] = container.getAccounts();
  const wallet = container.getWalletClient('l2', from!.key);
  const before = await l2.getBalance({ address: to!.address });
  const value = parseEther('1');
  const hash = await wallet.sendTransaction({ to: to!.address, value });
  await l2.waitForTransactionReceipt({ hash });
  expect(await l2.getBalance({ address: to!.address })).toBe(before + value);
});
