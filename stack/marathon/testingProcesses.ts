import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import type { BridgeServiceOptions } from '#bridge';
import { deriveValidatorKey, ensureCircuit, validatorSetRoot } from '#circuits';
import { type Death, type StartedProcess, startProcess } from '#core';
import { type DeployedRollup, deployTestRollup, l1OptionsOf } from '../l2/testing.ts';

const host = '127.0.0.1';
const seeds = ['0xa1', '0xa2', '0xa3'] as const;
const circuitsCacheDir = join(import.meta.dirname, '../../.bigfile/cache/circuits');

/** A stack for drills: every service in a process of its own, on ports that stay. */
export interface ProcessStack {
  rollup: DeployedRollup;
  l1RpcUrl: string;
  l2RpcUrl: string;
  bridgeUrl: string;
  aggregatorUrl: string;
  senderUrl: string;
  names: readonly string[];
  /** Who sends to the settlement contracts, and who claims on the L2. */
  accounts: { sequencer: Address; aggregator: Address; claimer: Address };
  /**
   * Kills without a warning, and waits until the process is gone.
   * @returns false when it was gone already
   */
  kill(name: string): Promise<boolean>;
  /** Has it die when it comes to a place; resolves when it is gone. */
  dieAt(name: string, death: Death): Promise<unknown>;
  /** Deaths that nobody asked for. */
  accidents: readonly string[];
  /** Starts it again with the same configuration. */
  start(name: string): Promise<void>;
  signal(name: string, signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function startProcessStack(): Promise<ProcessStack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'marathon-'));
  const key = {
    sequencer: generatePrivateKey(),
    aggregator: generatePrivateKey(),
    claimer: generatePrivateKey(),
  };
  const addressOf = (role: keyof typeof key) => privateKeyToAddress(key[role]);
  const { manifest } = await ensureCircuit({ name: 'batch-k-of-3', cacheDir: circuitsCacheDir });
  const keys = seeds.map((seed) => deriveValidatorKey(seed).publicKey);
  const validatorSet = { epoch: 1n, k: 2, keys };
  const settings = {
    realVerifiers: true,
    funded: [addressOf('sequencer'), addressOf('aggregator')],
    params: {
      trustedSequencer: addressOf('sequencer'),
      trustedAggregator: addressOf('aggregator'),
      batchKey: { bytes: manifest.keyBytes, dev: true },
      validators: { epoch: 1n, k: 2, n: 3, root: validatorSetRoot(validatorSet) },
    },
  };
  const ports = await Promise.all(Array.from({ length: 8 }, freePort));
  const url = (i: number) => `http://${host}:${ports[i]}`;
  const configs: Record<string, { role: string; config: unknown }> = {
    l1: {
      role: 'l1',
      config: {
        ...l1OptionsOf(settings),
        blockTimeMs: 200,
        host,
        port: ports[0],
        dataDir: join(dataDir, 'l1'),
        control: { port: ports[7] },
      },
    },
  };
  const running = new Map<string, StartedProcess>();
  const doomed = new Set<StartedProcess>();
  const accidents: string[] = [];
  const start = async (name: string) => {
    const { role, config } = configs[name]!;
    const started = await startProcess({
      name,
      entry: join(import.meta.dirname, '..', 'roles', `${role}.ts`),
      config,
      logFile: join(dataDir, `${name}.log`),
      readyTimeoutMs: 300_000,
    });
    running.set(name, started);
    void started.exited.then(({ exitCode, signal, tail }) => {
      if (running.get(name) === started) running.delete(name);
      if (!doomed.has(started)) accidents.push(`${name}: ${signal ?? exitCode}, ${tail}`);
    });
  };
  await start('l1');
  const rollup = await deployTestRollup({ ...settings, rpcUrl: url(0) });
  const base = { ...rollup.options, l1RpcUrl: url(0) };
  const both = { ...base, l2RpcUrl: url(1) };
  configs['l2'] = {
    role: 'l2',
    config: {
      ...base,
      host,
      port: ports[1],
      dataDir: join(dataDir, 'l2'),
      freeClaimers: [addressOf('claimer')],
      sequencer: { coinbase: rollup.account.address, blockTimeMs: 50, batch: { maxAgeMs: 1_000 } },
    },
  };
  configs['sequence-sender'] = {
    role: 'sequenceSender',
    config: {
      ...both,
      key: key.sequencer,
      coinbase: rollup.account.address,
      mintPol: true,
      pollMs: 100,
      api: { host, port: ports[6] },
      bumpAfterMs: 3_000,
    },
  };
  for (const [i, validatorSeed] of seeds.entries()) {
    configs[`validator${i + 1}`] = {
      role: 'validator',
      config: {
        ...base,
        host,
        port: ports[2 + i],
        validatorSeed,
        journalPath: join(dataDir, `validator${i + 1}`, 'journal.sqlite'),
      },
    };
  }
  configs['aggregator'] = {
    role: 'aggregator',
    config: {
      ...both,
      host,
      port: ports[5],
      key: key.aggregator,
      validators: [2, 3, 4].map(url),
      validatorSet,
      circuitsCacheDir,
      dataDir: join(dataDir, 'aggregator'),
      bumpAfterMs: 3_000,
    },
  };
  const bridgePort = await freePort();
  configs['bridge'] = {
    role: 'bridge',
    config: {
      host,
      port: bridgePort,
      l1: {
        ...rollup.contracts,
        rpcUrl: url(0),
        genesisBlock: rollup.contracts.deploymentBlock,
      },
      rollups: [{ rollupId: 1, rpcUrl: url(1) }],
      dataDir: join(dataDir, 'bridge'),
      claimers: [{ destination: 1, key: key.claimer }],
    } satisfies BridgeServiceOptions,
  };
  await start('l2');
  await Promise.all(
    Object.keys(configs)
      .filter((name) => !running.has(name))
      .map(start),
  );
  return {
    rollup,
    l1RpcUrl: url(0),
    l2RpcUrl: url(1),
    bridgeUrl: `http://${host}:${bridgePort}`,
    aggregatorUrl: url(5),
    senderUrl: url(6),
    names: Object.keys(configs),
    accounts: {
      sequencer: addressOf('sequencer'),
      aggregator: addressOf('aggregator'),
      claimer: addressOf('claimer'),
    },
    start,
    accidents,
    async kill(name) {
      const started = running.get(name);
      if (!started) return false;
      doomed.add(started);
      started.kill('SIGKILL');
      await started.exited;
      return true;
    },
    dieAt(name, death) {
      const started = running.get(name)!;
      doomed.add(started);
      started.dieAt(death);
      return started.exited;
    },
    signal: (name, signal) => running.get(name)!.kill(signal),
    async stop() {
      for (const started of [...running.values()].reverse()) {
        doomed.add(started);
        started.kill('SIGKILL');
        await started.exited;
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
