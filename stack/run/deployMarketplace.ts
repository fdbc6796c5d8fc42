import { type Address, encodeFunctionData, type Hash, type Hex } from 'viem';
import { programs } from '#circuits';
import { deployGroth16Verifier, deployMarket, programRegistryAbi, sendSteps } from '#contracts';
import { createMarketClient, programSpec, registerProgram } from '#market/sdk';
import type { Artifacts } from '../artifacts/ensureArtifacts.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import type { Manifest } from './manifest.ts';

const UNBONDING_SECONDS = 3_600n;
const TIMEOUT_MS = 300_000;

export interface DeployedMarketplace {
  l2: Record<string, Address>;
  l2DeploymentBlock: number;
  programs: Record<string, Hex>;
  /** The transaction that listed the program. */
  txHash: Hash;
  count: number;
}

/** Puts verifier, vault, registries and market on the L2, and registers and lists the program. */
export async function deployMarketplace(o: {
  manifest: Manifest;
  artifacts: Artifacts;
  chain: StackChain;
}): Promise<DeployedMarketplace> {
  const { options, accounts, amounts } = o.manifest;
  const circuit = o.artifacts.jobCircuit.manifest;
  const publicClient = publicClientOf(o.chain);
  const walletClient = walletClientOf({ chain: o.chain, account: accounts.roles.admin });
  const clients = { publicClient, walletClient };
  const gasPrice = options.gasPriceFloorWei;
  const l2DeploymentBlock = Number(await publicClient.getBlockNumber());

  const verifier = await deployGroth16Verifier({
    ...clients,
    key: circuit.keyBytes,
    dev: circuit.setup === 'DEV',
    gasPrice,
  });
  const { stake } = amounts;
  const market = await deployMarket({
    ...clients,
    params: {
      l1ChainId: options.l1ChainId,
      owner: accounts.roles.admin.address,
      stakeMinimums: {
        provider: stake / 2n,
        scheduler: stake / 2n,
        validator: stake,
        sequencer: stake,
      },
      unbondingSeconds: UNBONDING_SECONDS,
      gasPrice,
    },
  });
  const client = createMarketClient({ ...clients, contracts: market, gasPriceWei: gasPrice });
  const spec = programSpec({ program: programs['mlp-int8']!, manifest: circuit, verifier });
  const { programId } = await registerProgram(client, { spec });
  const [listed] = await sendSteps({
    ...clients,
    gasPrice,
    timeoutMs: TIMEOUT_MS,
    steps: [
      {
        name: 'list the program',
        to: market.programRegistry,
        data: encodeFunctionData({
          abi: programRegistryAbi,
          functionName: 'setListed',
          args: [programId, true],
        }),
        gas: 200_000n,
      },
    ],
  });
  return {
    l2: { ...market, jobVerifier: verifier },
    l2DeploymentBlock,
    programs: { 'mlp-int8': programId },
    txHash: listed!.receipt.transactionHash,
    count: 7,
  };
}
