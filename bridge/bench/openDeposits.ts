import { encodeFunctionData, numberToHex, parseEther, zeroAddress } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { bridgeAbi } from '../abi.ts';
import { type BridgePair, openBridgePair } from '../testing/openBridgePair.ts';

/** Requests in one body. */
const AT_ONCE = 200;
/** Limits of a deposit, in gas: 250 of those that wait fit into a block. */
const GAS = { waiting: numberToHex(120_000), publishing: numberToHex(400_000) };

/** An L1 and a rollup with many deposits of 1 wei of ether on the L1, about 250 a block. */
export async function openDeposits(o: { count: number }): Promise<BridgePair> {
  const holder = privateKeyToAddress(generatePrivateKey());
  const pair = await openBridgePair({ holder });
  const { l1, contracts } = pair;
  await l1.request('hardhat_setBalance', [holder, numberToHex(parseEther('1000'))]);
  await l1.request('hardhat_impersonateAccount', [holder]);
  await l1.request('evm_setAutomine', [false]);
  for (let done = 0; done < o.count; done += AT_ONCE) {
    const calls = Array.from({ length: Math.min(AT_ONCE, o.count - done) }, (_, i) => {
      // The last one publishes the root of all.
      const publishes = done + i === o.count - 1;
      const args = [1, holder, 1n, zeroAddress, publishes, '0x'] as const;
      const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'bridgeAsset', args });
      const tx = {
        from: holder,
        to: contracts.bridge,
        data,
        value: '0x1',
        gas: publishes ? GAS.publishing : GAS.waiting,
      };
      const params = [{ ...tx, gasPrice: '0x0' }];
      return { jsonrpc: '2.0', id: i, method: 'eth_sendTransaction', params };
    });
    await fetch(l1.url, { method: 'POST', body: JSON.stringify(calls) });
    await l1.request('evm_mine');
  }
  await l1.request('evm_setAutomine', [true]);
  await pair.importExitRoot();
  return pair;
}
