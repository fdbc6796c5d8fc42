import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type Dockerode from 'dockerode';
import { createPublicClient, type Hash, http, numberToHex, type PublicClient } from 'viem';
import { findEngine, labelFilter, NAME_LABEL, waitFor } from '#core';
import { chainOf, publicClientOf, type StackInfo, sessionId, walletClientOf } from '#stack';
import { bigfileDone } from './bigfile.ts';

/** Says "hangs": a dozen containers share the machine with whatever else runs on it. */
const TIMEOUT_MS = 240_000;

/** A stack in containers that the command line starts, in a directory that goes with it. */
export interface ContainerHome extends AsyncDisposable {
  dataDir: string;
  /** `up -d`; continues what is there. */
  up(): Promise<StackInfo & { pid: number }>;
  /** State of every container of the stack that is in the engine, by name. */
  states(): Promise<Record<string, string>>;
  container(name: string): Dockerode.Container;
}

export async function openContainerHome(): Promise<ContainerHome> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-containers-'));
  const session = sessionId(dataDir);
  const { docker } = await findEngine();
  const ports = ['--l1-port', '0', '--l2-port', '0', '--bridge-port', '0'];
  const place = ['--json', '--data-dir', dataDir];
  return {
    dataDir,
    async up() {
      const { code, json, stderr } = await bigfileDone(
        ...['up', '-d', '--in', 'containers', ...place, ...ports],
      );
      if (code !== 0) throw new Error(`up ended with ${code}: ${stderr()}`);
      return json()[0];
    },
    async states() {
      const all = await docker.listContainers({ all: true, filters: labelFilter(session) });
      return Object.fromEntries(all.map(({ Labels, State }) => [Labels[NAME_LABEL]!, State]));
    },
    container: (name) => docker.getContainer(`bigfile-${session}-${name}`),
    async [Symbol.asyncDispose]() {
      await bigfileDone('down', '--volumes', ...place);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export const clientOf = (rpcUrl: string): PublicClient =>
  createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });

/** What tells a chain from another one, and how far it is. */
export async function markOf(info: StackInfo) {
  const [l1, l2] = [clientOf(info.l1.rpc), clientOf(info.l2.rpc)];
  const [genesis, head] = [await l2.getBlock({ blockNumber: 0n }), await l2.getBlock()];
  return {
    ...{ genesis: genesis.hash, l1: await l1.getBlock() },
    l2: { number: head.number, hash: head.hash },
  };
}

/** Sends a user's transaction on the L2, and waits until its batch is verified on L1. */
export async function settleTransfer(info: StackInfo): Promise<Hash> {
  const [, from, to] = info.accounts;
  const chain = chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc });
  const client = publicClientOf(chain);
  const wallet = walletClientOf({ chain, account: from! });
  const hash = await wallet.sendTransaction({
    ...{ to: to!.address, value: 1n, account: wallet.account, chain },
    gasPrice: BigInt(info.gasPriceFloorWei),
  });
  const { blockNumber } = await client.waitForTransactionReceipt({ hash });
  const ask = { method: 'zkevm_isBlockConsolidated', params: [numberToHex(blockNumber)] };
  await waitFor({
    what: `L2 block ${blockNumber} to be verified on L1`,
    timeoutMs: TIMEOUT_MS,
    intervalMs: 200,
    check: async () => (await client.request(ask as never)) === true || undefined,
  });
  return hash;
}

/** The Compose programs of this machine: the one with a name of its own, and Docker's plugin. */
export async function findCompose(): Promise<{ name: string; command: string[] }[]> {
  const found: { name: string; command: string[] }[] = [];
  for (const command of [['docker-compose'], ['docker', 'compose']]) {
    const [file, ...args] = command as [string, ...string[]];
    const asked = promisify(execFile)(file, [...args, 'version', '--short']);
    const version = await asked.then(
      ({ stdout }) => stdout.trim(),
      () => undefined,
    );
    if (version) found.push({ name: `${command.join(' ')} ${version}`, command });
  }
  return found;
}
