import { recoverTypedDataAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { computeCtx } from './computeCtx.ts';
import { hashOffer, offerTypedData, signOffer } from './offer.ts';

// Given by `context` and `offerHash` of the deployed contract.
const domain = {
  chainId: 31337,
  jobMarket: '0xa85233c63b9ee964add6f2cffe00fd84eb32338f',
} as const;
const provider = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65';
const programId = '0x0728d64fbe668f6b9824c5bd18ca70981b3e294ce2da42a84650d96a1f0f2db9';
const offer = {
  provider,
  programId,
  jobId: 7n,
  price: 1_500_000_000_000_000_000n,
  bond: 2_000_000_000_000_000_000n,
  maxJobs: 1,
  epoch: 3n,
  validUntil: 1_800_000_000n,
  salt: `0x${'ab'.repeat(32)}`,
} as const;
const delivery = {
  ...domain,
  jobId: 3n,
  attempt: 1,
  provider,
  programId,
  requestHash: '0x37f828178787a3321f729b291ecc982399308b3c1960a47357c349ba36f0f277',
  resultDigest: '0xb570456dfa7ad32280ebf83209fab72ef6e1706fdd5c3def06fee50bac6db6fd',
} as const;

test('the context of a delivery equals the contract', () => {
  expect(computeCtx(delivery)).toBe(
    160903849677387558061614117854802456116836108165141755644399370056407198452n,
  );
});

test.each([
  { chainId: 1 },
  { jobMarket: provider },
  { jobId: 4n },
  { attempt: 2 },
  { provider: domain.jobMarket },
  { programId: delivery.requestHash },
  { requestHash: programId },
  { resultDigest: programId },
] as const)('the context changes with %o', (change) => {
  const ctx = computeCtx({ ...delivery, ...change });
  expect(ctx).not.toBe(computeCtx(delivery));
  expect(ctx).toBeLessThan(2n ** 248n);
});

test('the hash of an offer equals the contract', () => {
  expect(hashOffer({ ...domain, offer })).toBe(
    '0xf44b98d373d3c8f96ac5daa7bc120ffdb9b6798ff70fb7c80f62e48438b354ba',
  );
});

test('a signed offer recovers to its signer, on its own chain only', async () => {
  const account = privateKeyToAccount(generatePrivateKey());
  const signature = await signOffer({ ...domain, offer, account });
  const recover = (chainId: number) =>
    recoverTypedDataAddress({ ...offerTypedData({ ...domain, chainId, offer }), signature });
  expect(await recover(domain.chainId)).toBe(account.address);
  expect(await recover(424242)).not.toBe(account.address);
});
