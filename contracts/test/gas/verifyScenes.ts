import { type Address, type Hex, keccak256, numberToHex, zeroHash } from 'viem';
import { groth16VerifierAbi, rollupManagerAbi } from '../../abis.generated.ts';
import { vectorWords } from '../keyOfVector.ts';
import type { GasFigures, GasStage } from './gasStage.ts';
import { sequence } from './sequenceScenes.ts';

const STATE_ROOT: Hex = `0x${'7'.repeat(64)}`;
const PROOF: Hex[] = Array.from({ length: 24 }, () => zeroHash);

/** Verifies the batches of rollup 1 up to the last of a sequence. */
export async function verify(o: {
  stage: GasStage;
  to: bigint;
  localExitRoot?: Hex;
}): Promise<bigint> {
  const { manager, account, l1, call } = o.stage;
  const abi = rollupManagerAbi;
  const from = await l1.publicClient.readContract({
    address: manager,
    abi,
    functionName: 'getLastVerifiedBatch',
    args: [1],
  });
  const exitRoot = o.localExitRoot ?? keccak256(numberToHex(o.to));
  return call({
    to: manager,
    abi,
    functionName: 'verifyBatchesTrustedAggregator',
    args: [1, 0n, from, o.to, exitRoot, STATE_ROOT, account, PROOF],
  });
}

/**
 * After `sequenceScenes` on a stage with two rollups: the injected batch 1, then 2, 3, and 4 to 13 wait.
 * The last scene takes a fresh slot of the info tree, which is 17,100 gas more than the others.
 */
export async function verifyScenes(stage: GasStage): Promise<GasFigures> {
  await sequence({ stage, rollup: stage.rollups[0] as Address, count: 2 });
  return {
    'verifyBatchesTrustedAggregator, first': await verify({ stage, to: 2n }),
    'verifyBatchesTrustedAggregator, 1 batch later': await verify({ stage, to: 3n }),
    'verifyBatchesTrustedAggregator, 10 batches later': await verify({ stage, to: 13n }),
    'verifyBatchesTrustedAggregator, 2 batches later': await verify({ stage, to: 15n }),
  };
}

/** A real proof of three signals, as many as a batch proof has, sent to the verifier by itself. */
export async function proofScenes(stage: GasStage): Promise<GasFigures> {
  const { key, proof, signals } = vectorWords();
  return {
    'Groth16Verifier.verify, 3 signals (whole transaction)': await stage.call({
      to: await stage.create('Groth16Verifier', [key, true]),
      abi: groth16VerifierAbi,
      functionName: 'verify',
      args: [proof, signals],
    }),
  };
}
