import { type Address, hashTypedData, keccak256, type PublicClient, stringToHex } from 'viem';
import { beforeAll, expect, test } from 'vitest';
import { deployMarket, jobMarketAbi } from '#contracts';
import { localChain } from '../test/localChain.ts';

const ACCOUNT: Address = '0x00000000000000000000000000000000000000A1';

const offerTypes = {
  ProviderOffer: [
    { name: 'provider', type: 'address' },
    { name: 'programId', type: 'bytes32' },
    { name: 'jobId', type: 'uint256' },
    { name: 'price', type: 'uint96' },
    { name: 'bond', type: 'uint96' },
    { name: 'maxJobs', type: 'uint32' },
    { name: 'epoch', type: 'uint64' },
    { name: 'validUntil', type: 'uint64' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const;

const requestTypes = {
  JobRequest: [
    { name: 'user', type: 'address' },
    { name: 'programId', type: 'bytes32' },
    { name: 'inputCommitment', type: 'uint256' },
    { name: 'inputDigest', type: 'bytes32' },
    { name: 'needs', type: 'HardwareNeeds' },
    { name: 'maxPrice', type: 'uint96' },
    { name: 'minPrice', type: 'uint96' },
    { name: 'schedulerFee', type: 'uint96' },
    { name: 'minBond', type: 'uint96' },
    { name: 'rampSeconds', type: 'uint32' },
    { name: 'improvementSeconds', type: 'uint32' },
    { name: 'assignBy', type: 'uint64' },
    { name: 'fulfilBy', type: 'uint64' },
    { name: 'finalBy', type: 'uint64' },
    { name: 'maxAttempts', type: 'uint32' },
    { name: 'userKey', type: 'uint256[2]' },
  ],
  HardwareNeeds: [
    { name: 'hwClass', type: 'bytes32' },
    { name: 'minVramMiB', type: 'uint32' },
    { name: 'minMemoryMiB', type: 'uint32' },
    { name: 'minCores', type: 'uint16' },
  ],
} as const;

let publicClient: PublicClient;
let address: Address;

beforeAll(async () => {
  const chain = await localChain();
  publicClient = chain.publicClient;
  const { jobMarket } = await deployMarket({
    ...chain,
    params: {
      l1ChainId: 1337,
      owner: ACCOUNT,
      stakeMinimums: { provider: 1n, scheduler: 1n, validator: 1n, sequencer: 1n },
      unbondingSeconds: 60n,
      gasPrice: 0n,
    },
  });
  address = jobMarket;
});

function domain() {
  return { name: 'BigFile JobMarket', version: '1', chainId: 31337, verifyingContract: address };
}

test('offerHash is the EIP-712 digest that wallets sign', async () => {
  const offer = {
    provider: ACCOUNT,
    programId: keccak256('0x01'),
    jobId: 2n,
    price: 3n,
    bond: 4n,
    maxJobs: 5,
    epoch: 6n,
    validUntil: 7n,
    salt: keccak256('0x08'),
  } as const;
  const have = await publicClient.readContract({
    address,
    abi: jobMarketAbi,
    functionName: 'offerHash',
    args: [offer],
  });
  const primaryType = 'ProviderOffer';
  const want = hashTypedData({ domain: domain(), types: offerTypes, primaryType, message: offer });
  expect(have).toBe(want);
});

test('requestHash is the EIP-712 digest of the request and its user', async () => {
  const request = {
    programId: keccak256('0x01'),
    inputCommitment: 2n,
    inputDigest: keccak256('0x03'),
    needs: {
      hwClass: stringToHex('cpu', { size: 32 }),
      minVramMiB: 4,
      minMemoryMiB: 5,
      minCores: 6,
    },
    maxPrice: 7n,
    minPrice: 8n,
    schedulerFee: 9n,
    minBond: 10n,
    rampSeconds: 11,
    improvementSeconds: 12,
    assignBy: 13n,
    fulfilBy: 14n,
    finalBy: 15n,
    maxAttempts: 16,
    userKey: [17n, 18n],
  } as const;
  const have = await publicClient.readContract({
    address,
    abi: jobMarketAbi,
    functionName: 'requestHash',
    args: [ACCOUNT, request],
  });
  const want = hashTypedData({
    domain: domain(),
    types: requestTypes,
    primaryType: 'JobRequest',
    message: { user: ACCOUNT, ...request },
  });
  expect(have).toBe(want);
});
