import { concat, type Hex, keccak256, type PublicClient, slice } from 'viem';
import { beforeAll, expect, test } from 'vitest';
import { type DeployerClient, deployGroth16Verifier, groth16VerifierAbi } from '#contracts';
import { keyOfVector } from '../test/keyOfVector.ts';
import { localChain } from '../test/localChain.ts';

const KEY = keyOfVector();
const gasPrice = 1_000_000_000n;

let publicClient: PublicClient;
let walletClient: DeployerClient;

beforeAll(async () => {
  ({ publicClient, walletClient } = await localChain());
});

test('default', async () => {
  const key = { publicClient, walletClient, key: KEY, gasPrice };
  for (const dev of [true, false]) {
    const address = await deployGroth16Verifier({ ...key, dev });
    const contract = { address, abi: groth16VerifierAbi } as const;
    const read = <const name extends 'keyHash' | 'signalCount' | 'dev'>(functionName: name) =>
      publicClient.readContract({ ...contract, functionName });
    expect(await read('keyHash')).toBe(keccak256(KEY));
    expect(await read('signalCount')).toBe(3n);
    expect(await read('dev')).toBe(dev);
  }
});

test('behavior: the gas suffices for a key of many signals', async () => {
  const point = slice(KEY, 14 * 32, 16 * 32);
  const key = concat([KEY, ...Array<Hex>(60).fill(point)]);
  const address = await deployGroth16Verifier({ publicClient, walletClient, key, dev: true });
  const signalCount = await publicClient.readContract({
    address,
    abi: groth16VerifierAbi,
    functionName: 'signalCount',
  });
  expect(signalCount).toBe(63n);
});

test('error: a key that is cut short', async () => {
  const key = slice(KEY, 0, 31);
  const attempt = deployGroth16Verifier({ publicClient, walletClient, key, dev: true, gasPrice });
  await expect(attempt).rejects.toMatchObject({ code: 'CONTRACTS_DEPLOYMENT_FAILED' });
});
