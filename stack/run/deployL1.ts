import type { Address, Hash, Hex } from 'viem';
import { type ArtifactLoader, deploySettlement, loadArtifact } from '#contracts';
import type { Artifacts } from '../artifacts/ensureArtifacts.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import { type Manifest, officialOf } from './manifest.ts';

export interface DeployedL1 {
  l1: Record<string, Address>;
  l1DeploymentBlock: number;
  /** The transaction that created the rollup. */
  txHash: Hash;
  count: number;
}

/** Puts the settlement contracts on L1 as the manifest wants them. */
export async function deployL1(o: {
  manifest: Manifest;
  artifacts: Artifacts;
  chain: StackChain;
  /** Of L2 block 0, for the rollup type. */
  genesisRoot: Hex;
}): Promise<DeployedL1> {
  const { options, accounts, validatorSet, amounts } = o.manifest;
  const { roles } = accounts;
  const { keyBytes, setup } = o.artifacts.batchCircuit.manifest;
  const deployed = await deploySettlement({
    ...(await officialOf(o.manifest)),
    publicClient: publicClientOf(o.chain),
    walletClient: walletClientOf({ chain: o.chain, account: roles.deployer }),
    loadArtifact: verifierArtifacts(options),
    params: {
      l2ChainId: options.l2ChainId,
      genesisRoot: o.genesisRoot,
      validium: options.da === 'validium',
      admin: roles.admin.address,
      trustedAggregator: roles.aggregator.address,
      trustedSequencer: roles.sequenceSender.address,
      sequencerUrl: `http://${options.host}:${options.l2Port}`,
      networkName: 'BigFile Chain',
      big: { holder: roles.deployer.address, supply: amounts.supply },
      batchKey: { bytes: keyBytes, dev: setup === 'DEV' },
      validators: validatorSet,
    },
  });
  const {
    rollupType: _type,
    rollupID: _id,
    deploymentBlock,
    rollupCreationBlock: _block,
    transactions,
    ...l1
  } = deployed;
  return {
    l1,
    l1DeploymentBlock: Number(deploymentBlock),
    txHash: transactions.at(-1)!.hash,
    count: transactions.length,
  };
}

function verifierArtifacts(o: Manifest['options']): ArtifactLoader {
  // A mock prover of the CDK fills all words, which ours would refuse.
  if (o.prover === 'mock')
    return o.settlement === 'cdk-node' ? withAcceptingVerifier : withMockProofs;
  return o.proverVerifier === 'accept-all' ? withAcceptingVerifier : loadArtifact;
}

/** A verifier that accepts every proof, of whatever form, in the place of ours. */
export const withAcceptingVerifier: ArtifactLoader = (name) =>
  name === 'BatchVerifier'
    ? { ...loadArtifact(name), bytecode: loadArtifact('AlwaysTrueVerifier').bytecode }
    : loadArtifact(name);

/** A key that accepts every proof, in the place of the batch circuit's. */
export const withMockProofs: ArtifactLoader = (name) =>
  name === 'Groth16Verifier'
    ? {
        ...loadArtifact(name),
        bytecode: loadArtifact('AlwaysTrueGroth16Verifier').bytecode,
      }
    : loadArtifact(name);
