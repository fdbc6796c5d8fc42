import type { Hex, PublicClient } from 'viem';
import {
  findOfficialContracts,
  groth16VerifierAbi,
  identifyManager,
  programRegistryAbi,
  rollupManagerAbi,
} from '#contracts';
import { fromBytes32 } from '#market/sdk';
import type { ProverDoor } from '../services/RangeProver.ts';
import type { RollupInfo, StackInfo } from '../session/StackInfo.ts';
import { chainOf, publicClientOf } from './clients.ts';
import type { PartFidelity } from './PartFidelity.ts';
import { proverFidelity } from './proverFidelity.ts';
import { setupOf, verifierFidelity } from './verifierFidelity.ts';

/** outputCommitment, evaluation, inputCommitment, ctx. */
const JOB_SIGNALS = 4n;

export type Fidelity = Record<string, PartFidelity>;

/**
 * What runs, asked of the chains and the processes themselves.
 * @throws whatever a part answers when it cannot be asked
 */
export async function readFidelity(info: StackInfo): Promise<Fidelity> {
  const l1 = publicClientOf(chainOf({ layer: 'l1', id: info.l1.chainId, rpcUrl: info.l1.rpc }));
  const l2 = publicClientOf(chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc }));
  const [l1Node, l2Node, contracts, batchProof, door, jobProof, delivery, bridge, execution] =
    await Promise.all([
      nodeFidelity(l1),
      l2Fidelity({ info, l2 }),
      contractsFidelity({ info, l1 }),
      batchProofFidelity({ info, l1, rollupId: info.rollupId }),
      proverDoorOf(info),
      jobProofFidelity({ info, l2 }),
      deliveryFidelity({ info, l2 }),
      bridgeFidelity(info),
      executionFidelity(info),
    ]);
  const parts = {
    l1: l1Node,
    l2: l2Node,
    contracts,
    batchProof,
    prover: info.aggregator
      ? proverFidelity({ door, batchProof })
      : // A cdk-node tells nobody who has dialled in.
        { impl: batchProof.impl === 'mock' ? 'mock' : 'official', engine: 'cdk-node' },
    jobProof,
    delivery,
    bridge,
    ...execution,
  };
  const rollups = await Promise.all(
    info.rollups.map((rollup) => rollupFidelity({ info, l1, rollup })),
  );
  return Object.assign(parts, ...rollups);
}

/** The L2 and the batch proofs of a rollup after the first. */
async function rollupFidelity(o: {
  info: StackInfo;
  l1: PublicClient;
  rollup: RollupInfo;
}): Promise<Fidelity> {
  const { rollupId, chainId, rpc } = o.rollup;
  const l2 = publicClientOf(chainOf({ layer: 'l2', id: chainId, rpcUrl: rpc }));
  const [node, batchProof] = await Promise.all([
    nodeFidelity(l2),
    batchProofFidelity({ ...o, rollupId }),
  ]);
  return { [`l2 of rollup ${rollupId}`]: node, [`batchProof of rollup ${rollupId}`]: batchProof };
}

/** `bigfile-devkit/edr/0.22.0` is ours; any other client is a component of somebody else's. */
async function nodeFidelity(client: PublicClient): Promise<PartFidelity> {
  const text = await client.request({ method: 'web3_clientVersion' });
  const [name = '', ...rest] = text.split('/');
  const isOurs = name === 'bigfile-devkit';
  const [engine = '', version = ''] = isOurs ? rest : [name, ...rest];
  return { impl: isOurs ? 'embedded' : 'official', engine, version };
}

/** Of the first rollup, whose rules another engine may have brought. */
async function l2Fidelity(o: { info: StackInfo; l2: PublicClient }): Promise<PartFidelity> {
  const node = await nodeFidelity(o.l2);
  if (o.info.capabilities.includes('mptRoot')) return node;
  const note = 'zk mode: the zkEVM’s rules, legacy transactions, a Poseidon state root';
  return { ...node, note };
}

/** The code behind the manager's proxy tells whose it is; a name or an address would not. */
async function contractsFidelity(o: { info: StackInfo; l1: PublicClient }): Promise<PartFidelity> {
  const { contractsPath: path, contracts } = o.info;
  const { origin, contractName, version } = await identifyManager({
    publicClient: o.l1,
    rollupManager: contracts.l1['rollupManager']!,
    official: path === undefined ? undefined : findOfficialContracts({ path }),
  });
  const about = {
    ...(contractName ? { engine: contractName } : {}),
    ...(version ? { version } : {}),
  };
  if (origin !== 'unknown') return { impl: origin, ...about };
  return { impl: 'official', ...about, note: 'the code is not ours; no artifact at hand is equal' };
}

async function batchProofFidelity(o: {
  info: StackInfo;
  l1: PublicClient;
  rollupId: number;
}): Promise<PartFidelity> {
  const { rollupManager } = o.info.contracts.l1;
  const data = await o.l1.readContract({
    address: rollupManager!,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [o.rollupId],
  });
  const { verifier } = data;
  const found = await verifierFidelity({ l1: o.l1, verifier, rollupManager: rollupManager! });
  if (o.info.validators.length > 0) return found;
  const nobody = 'nobody has re-executed the batches: there are no validators';
  return { ...found, note: [found.note, nobody].filter(Boolean).join('; ') };
}

/** Undefined where the aggregator proves by itself. */
async function proverDoorOf(info: StackInfo): Promise<ProverDoor | undefined> {
  if (!info.aggregator) return undefined;
  const status = await getJson<{ provers?: ProverDoor }>(`${info.aggregator.url}/status`);
  return status.provers;
}

async function jobProofFidelity(o: { info: StackInfo; l2: PublicClient }): Promise<PartFidelity> {
  const { spec } = await jobProgram(o);
  const setup = await setupOf(o.l2, spec.verifier);
  return { impl: 'embedded', engine: 'groth16-bn254', setup };
}

function jobProgram(o: { info: StackInfo; l2: PublicClient }) {
  const [programId] = Object.values(o.info.programs);
  return o.l2.readContract({
    address: o.info.contracts.l2['programRegistry']!,
    abi: programRegistryAbi,
    functionName: 'program',
    args: [programId as Hex],
  });
}

async function bridgeFidelity(info: StackInfo): Promise<PartFidelity> {
  const answer = await getJson<{ api?: string; implementation?: string }>(`${info.bridge.url}/api`);
  const { api: version = 'unknown', implementation } = answer;
  return { impl: implementation === 'bigfile-devkit' ? 'embedded' : 'official', version };
}

/** Asks the registered program: with four signals the posted ciphertext is bound to the proof. */
async function deliveryFidelity(o: { info: StackInfo; l2: PublicClient }): Promise<PartFidelity> {
  const { spec } = await jobProgram(o);
  const signals = await o.l2.readContract({
    address: spec.verifier,
    abi: groth16VerifierAbi,
    functionName: 'signalCount',
  });
  if (fromBytes32(spec.statementClass) !== 'PROVED' || signals !== JOB_SIGNALS) {
    return { impl: 'embedded', engine: 'unknown', note: 'the program binds no ciphertext' };
  }
  return {
    impl: 'embedded',
    engine: 'encrypted',
    note: 'to the user’s key inside the proof; the ciphertext is in calldata and bound to it',
  };
}

async function executionFidelity(info: StackInfo): Promise<Fidelity> {
  const [provider] = info.providers;
  const status = await getJson<{ sandbox?: { engine: string } }>(`${provider!.url}/status`);
  return {
    jobExecution: {
      impl: 'embedded',
      ...(status.sandbox ? { engine: status.sandbox.engine } : {}),
    },
  };
}

async function getJson<T>(url: string): Promise<T> {
  return (await (await fetch(url)).json()) as T;
}
