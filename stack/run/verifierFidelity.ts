import { type Address, type PublicClient, zeroAddress, zeroHash } from 'viem';
import { batchVerifierAbi, groth16VerifierAbi, isSameCode, loadArtifact } from '#contracts';
import type { PartFidelity } from './PartFidelity.ts';

/**
 * Whether the contract that L1 asks about a batch's proof is ours, another that checks, or one that only
 * nods. Told by its code and its answers, not by its name.
 * @param o.rollupManager the only caller that ours answers
 */
export async function verifierFidelity(o: {
  l1: PublicClient;
  verifier: Address;
  rollupManager: Address;
}): Promise<PartFidelity> {
  const { l1, verifier } = o;
  const code = (await l1.getCode({ address: verifier })) ?? '0x';
  const compiled = loadArtifact('BatchVerifier').deployedBytecode;
  if (isSameCode({ code, compiled })) return ours(o);
  if (await acceptsZeros(o)) {
    return { impl: 'mock', note: `verifier ${verifier} accepts a proof of zeros` };
  }
  return {
    impl: 'official',
    note: `verifier ${verifier} is not ours; it refuses a proof of zeros`,
  };
}

async function ours(o: { l1: PublicClient; verifier: Address }): Promise<PartFidelity> {
  const verifier = { address: o.verifier, abi: batchVerifierAbi } as const;
  const [[, , k, n], groth16] = await Promise.all([
    o.l1.readContract({ ...verifier, functionName: 'validatorSet' }),
    o.l1.readContract({ ...verifier, functionName: 'groth16' }),
  ]);
  if (await takesAnyProof({ l1: o.l1, groth16 })) {
    return { impl: 'mock', k, n, note: `the key at ${groth16} accepts any proof` };
  }
  return {
    impl: 'embedded',
    engine: 'groth16-bn254',
    setup: await setupOf(o.l1, groth16),
    k,
    n,
    note: 'shows k validators’ signatures after re-execution, not the execution itself',
  };
}

/** No proof system has this proof; a verifier that accepts it accepts everything. */
async function acceptsZeros(o: {
  l1: PublicClient;
  verifier: Address;
  rollupManager: Address;
}): Promise<boolean> {
  try {
    return await o.l1.readContract({
      account: o.rollupManager,
      address: o.verifier,
      abi: batchVerifierAbi,
      functionName: 'verifyProof',
      args: [Array.from({ length: 24 }, () => zeroHash) as never, [1n]],
    });
  } catch {
    // It reverts, or has no such function.
    return false;
  }
}

/** A key of ours is known by its code; any other is asked about a proof of zeros. */
async function takesAnyProof(o: { l1: PublicClient; groth16: Address }): Promise<boolean> {
  const code = (await o.l1.getCode({ address: o.groth16 })) ?? '0x';
  const compiled = loadArtifact('Groth16Verifier').deployedBytecode;
  if (isSameCode({ code, compiled })) return false;
  return o.l1
    .readContract({
      address: o.groth16,
      abi: groth16VerifierAbi,
      functionName: 'verify',
      args: [
        [0n, 0n, 0n, 0n, 0n, 0n, 0n, 0n],
        [0n, 0n, 0n],
      ],
    })
    .catch(() => false);
}

/** Of a Groth16 verifier of ours. */
export async function setupOf(client: PublicClient, address: Address): Promise<'DEV' | 'ceremony'> {
  if (address === zeroAddress) return 'DEV';
  const dev = await client.readContract({ address, abi: groth16VerifierAbi, functionName: 'dev' });
  return dev ? 'DEV' : 'ceremony';
}
