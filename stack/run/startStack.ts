import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findOfficialContracts, GLOBAL_EXIT_ROOT_L2_ADDRESS } from '#contracts';
import { waitFor } from '#core';
import type { Artifacts } from '../artifacts/ensureArtifacts.ts';
import { capabilitiesOf } from '../components/capabilitiesOf.ts';
import { StateElsewhereError } from '../errors.ts';
import type { StackOptions } from '../session/options.ts';
import type { StackInfo } from '../session/StackInfo.ts';
import type { StepRecorder } from '../walk/steps.ts';
import { attachRollups } from './attachRollups.ts';
import { chainOf, publicClientOf, type StackChain, walletClientOf } from './clients.ts';
import { deployL1 } from './deployL1.ts';
import { deployMarketplace } from './deployMarketplace.ts';
import {
  type Deployment,
  placeOf,
  readDeployment,
  signersOf,
  writeDeployment,
} from './deployment.ts';
import { establishCommittee } from './establishCommittee.ts';
import { fundActors } from './fundActors.ts';
import { type Manifest, ROLLUP_ID } from './manifest.ts';
import { openForcing } from './openForcing.ts';
import { prepare } from './prepare.ts';
import { prepareL1 } from './prepareL1.ts';
import { readGenesisRoot } from './readGenesisRoot.ts';
import { spawnRoles } from './spawnRoles.ts';
import { createStackContainers, type StackContainers } from './stackContainers.ts';
import { stackInfo } from './stackInfo.ts';
import { type CommitteeEndpoint, plannedMember } from './startCommittee.ts';
import { fundRollup, rollupInfo, startRollups } from './startRollups.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { waitUntilStaked } from './waitUntilStaked.ts';
import { writeConfig } from './writeConfig.ts';

const FUNDS_TIMEOUT_MS = 300_000;

export interface RunningStack {
  info: StackInfo;
  manifest: Manifest;
  artifacts: Artifacts;
  l1: StackChain;
  l2: StackChain;
  supervisor: Supervisor;
  stop(): Promise<void>;
}

/**
 * Brings a stack up: artifacts, manifest, then the processes. A data directory with a finished
 * deployment is continued; one without is begun anew. A failure stops what was started.
 * @throws StateElsewhereError, OfficialContractsMissingError, BuildFailedError, PortInUseError, ProcessFailedError, ProcessExitedError and what the
 * deployment throws; ServiceDiedError; the signal's reason
 */
export async function startStack(o: {
  options: StackOptions;
  recorder: StepRecorder;
  onProgress?: (message: string) => void;
  /** Told as soon as there are processes, for the memory report. */
  onSupervisor?: (supervisor: Supervisor) => void;
  /** Gives the start up. Without effect once the stack runs. */
  signal?: AbortSignal;
}): Promise<RunningStack> {
  const { options, recorder, signal } = o;
  // Told at once, and by this process, rather than after minutes of compiling.
  if (options.contracts === 'official')
    findOfficialContracts({ path: options.contractsPath, validium: options.da === 'validium' });
  const { artifacts, manifest } = await recorder
    .run('build contracts, circuits and manifest', () =>
      prepare({ options, onProgress: o.onProgress, logDir: logDir(options), signal }),
    )
    .catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  const earlier = usableDeployment({ options, manifest });
  const supervisor = createSupervisor({
    logDir: logDir(options),
    ...(options.in === 'containers' ? { startRole: (role) => containers.startRole(role) } : {}),
  });
  const containers: StackContainers = createStackContainers({
    ...{ supervisor, options, logDir: logDir(options), fresh: earlier === undefined },
    onProgress: (message) => o.onProgress?.(message),
  });
  o.onSupervisor?.(supervisor);
  try {
    const up = bringUp({ manifest, artifacts, recorder, supervisor, containers, earlier });
    const started = await Promise.race([up, supervisor.died, aborted(signal)]);
    return { ...started, manifest, artifacts, supervisor, stop: () => supervisor.stop() };
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function logDir(options: StackOptions): string {
  const directory = join(options.dataDir, 'logs');
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** Journals without a finished deployment, or of another genesis, are of no use: they go. */
function usableDeployment(o: {
  options: StackOptions;
  manifest: Manifest;
}): Deployment | undefined {
  const { dataDir } = o.options;
  const deployment = readDeployment(dataDir);
  if (deployment?.l2GenesisRoot === o.manifest.l2GenesisRoot) {
    const [was, is] = [deployment.place, placeOf(o.options)];
    if (was !== undefined && was !== is) throw new StateElsewhereError({ dataDir, was, is });
    const [signed, sign] = [deployment.signers, signersOf(o.options)];
    if (signed !== undefined && signed !== sign)
      throw new StateElsewhereError({ dataDir, was: signed, is: sign });
    return deployment;
  }
  for (const name of ['state', 'deployment.json'])
    rmSync(join(dataDir, name), { recursive: true, force: true });
  return undefined;
}

interface BringUp {
  manifest: Manifest;
  artifacts: Artifacts;
  recorder: StepRecorder;
  supervisor: Supervisor;
  containers: StackContainers;
  earlier: Deployment | undefined;
}

async function bringUp(o: BringUp): Promise<{ info: StackInfo; l1: StackChain; l2: StackChain }> {
  const { manifest, recorder, earlier } = o;
  const { options } = manifest;
  const roles = spawnRoles(o);

  const l1Rpc = await recorder.run('start the L1', roles.l1, ({ engine }) => ({
    chain: 'l1',
    note: engine,
  }));
  const l1 = chainOf({ layer: 'l1', id: options.l1ChainId, rpcUrl: l1Rpc.rpcUrl });
  await prepareL1({ ...o, chain: l1 });
  const genesisRoot = earlier ? manifest.l2GenesisRoot : await readGenesisRoot({ ...o, l1: l1Rpc });
  const settlement = earlier
    ? { l1: earlier.l1, l1DeploymentBlock: earlier.l1DeploymentBlock }
    : await recorder.run(
        'deploy the settlement contracts',
        () => deployL1({ ...o, chain: l1, genesisRoot }),
        ({ txHash, count }) => ({ chain: 'l1', txHash, note: `${count} transactions` }),
      );
  const config = writeConfig({ manifest, l1, settlement });
  config.catch(() => undefined);
  roles.settled(settlement, config);
  const attached = { l1, settlement: settlement.l1, earlier: earlier?.rollups ?? [] };
  const deployments = await attachRollups({ ...o, ...attached });
  roles.attached(deployments);
  // Nobody is invited to force a batch that the L2 could not take.
  const forcing =
    earlier || !capabilitiesOf(options).includes('forcedBatches')
      ? undefined
      : openForcingOn({ ...o, chain: l1, contracts: settlement.l1 });
  forcing?.catch(() => undefined);
  // The same account sends both, one after the other.
  const establish = (member: CommitteeEndpoint) =>
    establishCommittee({ manifest, chain: l1, contracts: settlement.l1, member });
  const committee = (async () => {
    await forcing;
    // That of the CDK asks for the contract of its committee before it starts.
    if (options.committee === 'official')
      roles.committeeSetUp(await establish(plannedMember(manifest)));
    const member = await roles.committee();
    if (member) await establish(member);
  })();
  committee.catch(() => undefined);

  const l2Rpc = await recorder.run('start the L2', roles.l2, ({ engine }) => ({
    chain: 'l2',
    note: engine,
  }));
  const l2 = chainOf({ layer: 'l2', id: options.l2ChainId, rpcUrl: l2Rpc.rpcUrl });
  const rollups = await startRollups({ recorder, deployments, rollups: roles.rollups });
  if (!earlier) await fund({ ...o, l1, l2, contracts: settlement.l1 });
  // Both are sent by the admin.
  if (rollups.length > 0) await committee;
  for (const rollup of rollups) {
    if (attached.earlier.includes(rollup.deployment)) continue;
    await fundRollup({ ...o, rollup, l1, contracts: settlement.l1 });
  }
  const market = earlier
    ? earlier
    : await recorder.run(
        'deploy the marketplace',
        () => deployMarketplace({ ...o, chain: l2 }),
        ({ txHash, count }) => ({ chain: 'l2', txHash, note: `${count} transactions` }),
      );
  roles.marketDeployed(market);

  const endpoints = await recorder.run('start the services', roles.rest);
  const infos = await recorder.run('start the services of the other rollups', () =>
    Promise.all(rollups.map((rollup) => rollupInfo({ rollup, manifest }))),
  );
  const deployment = pickDeployment({
    ...settlement,
    ...market,
    rollups: deployments,
    l2GenesisRoot: manifest.l2GenesisRoot,
    place: placeOf(options),
    signers: signersOf(options),
  });
  await Promise.all([config, committee]);
  if (!earlier || deployments.length > attached.earlier.length)
    writeDeployment(options.dataDir, deployment);
  const info = stackInfo({ manifest, l1, l2, deployment, endpoints, rollups: infos });
  await recorder.run(
    'providers and scheduler stake BIG',
    () => waitUntilStaked({ manifest, info }),
    () => ({ chain: 'l2' }),
  );
  return { info, l1, l2 };
}

function openForcingOn(o: BringUp & { chain: StackChain; contracts: Deployment['l1'] }) {
  const { options, accounts } = o.manifest;
  return openForcing({
    chain: o.chain,
    admin: accounts.roles.admin,
    rollup: o.contracts['rollup']!,
    timeoutSeconds: options.forceBatchTimeoutSeconds,
  });
}

function pickDeployment(d: Deployment): Deployment {
  const { l2GenesisRoot, l1, l1DeploymentBlock, l2DeploymentBlock, programs } = d;
  const { rollups = [], place = '' } = d;
  // These two are in the genesis: the bridge where it is on L1, the exit roots where all CDK chains have them.
  const l2 = { bridge: l1['bridge']!, globalExitRoot: GLOBAL_EXIT_ROOT_L2_ADDRESS, ...d.l2 };
  return { l2GenesisRoot, l1, l2, l1DeploymentBlock, l2DeploymentBlock, programs, rollups, place };
}

/** BIG for everybody: locked on L1, claimed on the L2 with Merkle proofs by the bridge service. */
async function fund(
  o: BringUp & { l1: StackChain; l2: StackChain; contracts: Deployment['l1'] },
): Promise<void> {
  const { manifest, recorder } = o;
  const { roles, users } = manifest.accounts;
  const { perActor, perUser } = manifest.amounts;
  const actors = [roles.admin, roles.scheduler, ...manifest.providers.map((p) => p.account)];
  // The first user comes by its BIG in the walk, with a deposit of its own.
  const deposits = [
    ...users.slice(1).map(({ address }) => ({ to: address, amount: perUser })),
    ...actors.map(({ address }) => ({ to: address, amount: perActor })),
  ];
  const transfers = users.map(({ address }) => ({ to: address, amount: perUser }));
  await recorder.run(
    'deposit BIG for the actors',
    () =>
      fundActors({
        publicClient: publicClientOf(o.l1),
        walletClient: walletClientOf({ chain: o.l1, account: roles.deployer }),
        rollupId: ROLLUP_ID,
        token: o.contracts['big']!,
        bridge: o.contracts['bridge']!,
        deposits,
        transfers,
      }),
    ({ txHash }) => ({ chain: 'l1', txHash, note: `${deposits.length} deposits` }),
  );
  const l2Client = publicClientOf(o.l2);
  await recorder.run(
    'claim it on the L2',
    () =>
      waitFor({
        what: 'the claims of all deposits on the L2',
        timeoutMs: FUNDS_TIMEOUT_MS,
        check: async () => {
          const balances = await Promise.all(
            deposits.map(({ to: address }) => l2Client.getBalance({ address })),
          );
          return balances.every((balance) => balance > 0n) || undefined;
        },
      }),
    () => ({ chain: 'l2' }),
  );
}
