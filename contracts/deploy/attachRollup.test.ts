import { type Address, getAddress, keccak256, parseEther, toHex, zeroAddress } from 'viem';
import { beforeAll, expect, test } from 'vitest';
import {
  batchVerifierAbi,
  bigTokenAbi,
  rollupEtrogAbi,
  rollupManagerAbi,
} from '../abis.generated.ts';
import { TimelockDelayError } from '../errors.ts';
import { keyOfVector } from '../test/keyOfVector.ts';
import { type LocalChain, localChain } from '../test/localChain.ts';
import { attachRollup, type GasTokenParams } from './attachRollup.ts';
import { type DeployedSettlement, deploySettlement } from './deploySettlement.ts';

const AGGREGATOR: Address = '0x000000000000000000000000000000000000a600';
const AGGREGATOR_2: Address = '0x000000000000000000000000000000000000a602';
const SEQUENCER_2: Address = '0x0000000000000000000000000000000000005e02';

let l1: LocalChain;
let settlement: DeployedSettlement;
let admin: Address;

const deploy = (chain: LocalChain, timelockDelay: bigint) =>
  deploySettlement({
    ...chain,
    params: {
      l2ChainId: 424242,
      genesisRoot: keccak256('0x'),
      admin: chain.walletClient.account.address,
      trustedAggregator: AGGREGATOR,
      trustedSequencer: AGGREGATOR,
      sequencerUrl: 'http://127.0.0.1:8123',
      networkName: 'bigfile',
      timelockDelay,
      big: { holder: chain.walletClient.account.address, supply: parseEther('1000') },
      batchKey: { bytes: keyOfVector(), dev: true },
      validators: { epoch: 1n, root: 77n, k: 2, n: 3 },
    },
  });
const attach = (gasToken: GasTokenParams, l2ChainId: number) =>
  attachRollup({
    ...l1,
    settlement,
    params: {
      l2ChainId,
      gasToken,
      genesisRoot: keccak256('0x02'),
      trustedSequencer: SEQUENCER_2,
      trustedAggregator: AGGREGATOR_2,
      sequencerUrl: 'http://127.0.0.1:8124',
      networkName: 'second',
      validators: { epoch: 1n, root: 78n, k: 2, n: 3 },
    },
  });
const rollupData = (rollupId: number) =>
  l1.publicClient.readContract({
    address: settlement.rollupManager,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [rollupId],
  });

beforeAll(async () => {
  l1 = await localChain({ baseFee: 1_000_000_000n });
  admin = l1.walletClient.account.address;
  settlement = await deploy(l1, 0n);
});

test('a second rollup has a coin, a verifier and an aggregator of its own', async () => {
  const coin = { name: 'Second Coin', symbol: 'SEC', holder: admin, supply: parseEther('5') };
  const second = await attach(coin, 424243);
  expect(second).toMatchObject({ rollupId: 2, rollupType: 2 });
  expect(await rollupData(2)).toMatchObject({
    rollupContract: second.rollup,
    chainID: 424243n,
    verifier: second.batchVerifier,
    forkID: 12n,
    lastBatchSequenced: 1n,
  });
  const read = l1.publicClient.readContract;
  const rollup = { address: second.rollup, abi: rollupEtrogAbi } as const;
  expect(await read({ ...rollup, functionName: 'gasTokenAddress' })).toBe(second.gasToken);
  expect(await read({ ...rollup, functionName: 'trustedSequencer' })).toBe(getAddress(SEQUENCER_2));
  expect(
    await read({
      address: second.gasToken,
      abi: bigTokenAbi,
      functionName: 'balanceOf',
      args: [admin],
    }),
  ).toBe(parseEther('5'));
  const verifier = { address: second.batchVerifier, abi: batchVerifierAbi } as const;
  expect(await read({ ...verifier, functionName: 'rollupID' })).toBe(2);
  expect(await read({ ...verifier, functionName: 'owner' })).toBe(settlement.timelock);
  const role = keccak256(toHex('TRUSTED_AGGREGATOR_ROLE'));
  for (const account of [AGGREGATOR, AGGREGATOR_2]) {
    const args = [role, account] as const;
    const manager = { address: settlement.rollupManager, abi: rollupManagerAbi } as const;
    expect(await read({ ...manager, functionName: 'hasRole', args })).toBe(true);
  }
  // The first is as it was.
  expect(await rollupData(1)).toMatchObject({ rollupContract: settlement.rollup });
});

test('a third may take ether', async () => {
  const third = await attach(zeroAddress, 424244);
  expect(third.rollupId).toBe(3);
  expect(third.gasToken).toBe(zeroAddress);
  const rollup = { address: third.rollup, abi: rollupEtrogAbi } as const;
  const read = l1.publicClient.readContract;
  expect(await read({ ...rollup, functionName: 'gasTokenAddress' })).toBe(zeroAddress);
});

test('where the timelock takes its time, nothing is sent', async () => {
  const slow = await localChain({ baseFee: 1_000_000_000n });
  const held = await deploy(slow, 60n);
  const before = await slow.publicClient.getBlockNumber();
  const attached = attachRollup({
    ...slow,
    settlement: held,
    params: {
      l2ChainId: 424243,
      gasToken: zeroAddress,
      genesisRoot: keccak256('0x02'),
      trustedSequencer: SEQUENCER_2,
      sequencerUrl: '',
      networkName: 'late',
      validators: { epoch: 1n, root: 78n, k: 2, n: 3 },
    },
  });
  await expect(attached).rejects.toBeInstanceOf(TimelockDelayError);
  expect(await slow.publicClient.getBlockNumber()).toBe(before);
});
