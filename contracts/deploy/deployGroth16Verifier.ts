import { type Address, getContractAddress, type Hex, type PublicClient, size } from 'viem';
import { type ArtifactLoader, loadArtifact as loadFromDisk } from '../artifact.ts';
import { initCode } from './bridgeCreation.ts';
import { type DeployerClient, sendSteps } from './sendSteps.ts';

/** Covers the code and the checks of the fixed points; every signal adds a point and its storage. */
const BASE_GAS = 2_500_000n;
const GAS_PER_KEY_BYTE = 500n;

/**
 * Deploys a verifier for one Groth16 key.
 * @param o.key words of alpha, beta, gamma, delta and the IC points, in the order of the contract
 * @param o.dev whether the key comes from a development setup
 * @param o.gasPrice wei per gas
 * @param o.timeoutMs longest wait for the receipt; 60 s by default
 * @throws ArtifactMissingError, DeployerFundsError before anything is sent
 * @throws DeploymentFailedError when the contract refuses the key; WaitTimeoutError
 */
export async function deployGroth16Verifier(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  key: Hex;
  dev: boolean;
  gasPrice?: bigint;
  loadArtifact?: ArtifactLoader;
  timeoutMs?: number;
}): Promise<Address> {
  const { publicClient, walletClient } = o;
  const artifact = (o.loadArtifact ?? loadFromDisk)('Groth16Verifier');
  const from = walletClient.account.address;
  const nonce = await publicClient.getTransactionCount({ address: from, blockTag: 'pending' });
  await sendSteps({
    publicClient,
    walletClient,
    steps: [
      {
        name: 'groth16Verifier',
        data: initCode({ artifact, args: [o.key, o.dev] }),
        gas: BASE_GAS + GAS_PER_KEY_BYTE * BigInt(size(o.key)),
      },
    ],
    nonce,
    ...(o.gasPrice === undefined ? {} : { gasPrice: o.gasPrice }),
    timeoutMs: o.timeoutMs ?? 60_000,
  });
  return getContractAddress({ from, nonce: BigInt(nonce) });
}
