import { type Address, type PublicClient, parseEther, stringToHex, zeroAddress } from 'viem';
import { beforeAll, expect, test } from 'vitest';
import {
  DEFAULT_MARKET_TERMS,
  type DeployerClient,
  deployMarket,
  jobMarketAbi,
  type MarketAddresses,
  type MarketParams,
  programRegistryAbi,
  providerRegistryAbi,
  stakeVaultAbi,
} from '#contracts';
import { localChain } from '../test/localChain.ts';

const OWNER: Address = '0x00000000000000000000000000000000000000A1';
const params: MarketParams = {
  l1ChainId: 1337,
  owner: OWNER,
  stakeMinimums: { provider: 4n, scheduler: 3n, validator: 2n, sequencer: 1n },
  unbondingSeconds: 60n,
  terms: { ackSeconds: 7 },
  gasPrice: 1_000_000_000n,
};

let publicClient: PublicClient;
let walletClient: DeployerClient;
let market: MarketAddresses;

beforeAll(async () => {
  ({ publicClient, walletClient } = await localChain());
  market = await deployMarket({ publicClient, walletClient, params });
});

test('default: the market knows its parts and its terms', async () => {
  const address = market.jobMarket;
  const read = <
    const name extends 'vault' | 'programs' | 'providers' | 'treasury' | 'terms' | 'jobCount',
  >(
    functionName: name,
  ) => publicClient.readContract({ address, abi: jobMarketAbi, functionName });
  expect(await read('vault')).toBe(market.stakeVault);
  expect(await read('programs')).toBe(market.programRegistry);
  expect(await read('providers')).toBe(market.providerRegistry);
  expect(await read('treasury')).toBe(OWNER);
  expect(await read('terms')).toEqual({ ...DEFAULT_MARKET_TERMS, ackSeconds: 7 });
  expect(await read('jobCount')).toBe(0n);
});

test('default: the market manages the bonds of providers and schedulers only', async () => {
  const minimums = { PROVIDER: 4n, SCHEDULER: 3n, VALIDATOR: 2n, SEQUENCER: 1n };
  for (const [name, minimum] of Object.entries(minimums)) {
    const role = stringToHex(name, { size: 32 });
    const vault = { address: market.stakeVault, abi: stakeVaultAbi } as const;
    const read = { ...vault, functionName: 'minimumOf', args: [role] } as const;
    expect(await publicClient.readContract(read)).toBe(minimum);
    const isManager = await publicClient.readContract({
      ...vault,
      functionName: 'isManager',
      args: [role, market.jobMarket],
    });
    expect(isManager).toBe(name === 'PROVIDER' || name === 'SCHEDULER');
  }
});

test('default: the registries know the L1, the owner and the vault', async () => {
  const programs = { address: market.programRegistry, abi: programRegistryAbi } as const;
  expect(await publicClient.readContract({ ...programs, functionName: 'l1ChainId' })).toBe(1337n);
  expect(await publicClient.readContract({ ...programs, functionName: 'owner' })).toBe(OWNER);
  const vault = await publicClient.readContract({
    address: market.providerRegistry,
    abi: providerRegistryAbi,
    functionName: 'vault',
  });
  expect(vault).toBe(market.stakeVault);
});

test('behavior: a second deployment stands beside the first', async () => {
  const second = await deployMarket({ publicClient, walletClient, params });
  expect(new Set([...Object.values(market), ...Object.values(second)]).size).toBe(8);
});

test('error: a role without a minimum', async () => {
  const stakeMinimums = { ...params.stakeMinimums, sequencer: 0n };
  const attempt = deployMarket({
    publicClient,
    walletClient,
    params: { ...params, stakeMinimums },
  });
  await expect(attempt).rejects.toMatchObject({ code: 'CONTRACTS_DEPLOYMENT_FAILED' });
});

test('error: terms that do not add up', async () => {
  const terms = { userSlashBps: 9_000 };
  const attempt = deployMarket({ publicClient, walletClient, params: { ...params, terms } });
  await expect(attempt).rejects.toMatchObject({ code: 'CONTRACTS_DEPLOYMENT_FAILED' });
});

test('error: a deployer without funds', async () => {
  const gasPrice = parseEther('1');
  const attempt = deployMarket({ publicClient, walletClient, params: { ...params, gasPrice } });
  await expect(attempt).rejects.toMatchObject({ code: 'CONTRACTS_DEPLOYER_FUNDS' });
});

test('behavior: the treasury can differ from the owner', async () => {
  const treasury: Address = '0x00000000000000000000000000000000000000b2';
  const other = await deployMarket({ publicClient, walletClient, params: { ...params, treasury } });
  const read = await publicClient.readContract({
    address: other.jobMarket,
    abi: jobMarketAbi,
    functionName: 'treasury',
  });
  expect(read.toLowerCase()).toBe(treasury);
  expect(read).not.toBe(zeroAddress);
});
