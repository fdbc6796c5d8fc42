import { resolve } from 'node:path';
import { type Address, type Hex, isHex, size, zeroAddress } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import type { CircuitArtifacts, ProgramPackage } from '#circuits';
import { deployGroth16Verifier, isSameCode, loadArtifact } from '#contracts';
import { findProgram, programSpec, registerProgram } from '#market/sdk';
import { ProgramCommandError, StackNotRunningError } from '../../errors.ts';
import { chainOf, publicClientOf, walletClientOf } from '../../run/clients.ts';
import type { StackInfo } from '../../session/StackInfo.ts';
import { requireSession } from '../../session/session.ts';
import { marketOf } from '../../walk/context.ts';
import { openProgram, type ProgramContext } from './ProgramContext.ts';

/**
 * Puts a program's verifier on the running stack's L2 and registers the program, unlisted, unless it
 * is there already with a verifier of ours. The paying account needs BIG on the L2.
 */
export async function register(context: ProgramContext): Promise<number> {
  const { options, output } = context;
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const key = await keyOf(context, info);
  const { from, artifacts } = await openProgram(context);
  const done = await registerOnStack({ info, key, from, artifacts });
  const { setup } = artifacts.manifest;
  output.result({ ...done, setup, registered: done.txHash !== undefined }, () => [
    `program  ${done.programId}${done.txHash ? '' : ' (was registered already)'}`,
    `verifier ${done.verifier} (${setup} key)`,
  ]);
  return 0;
}

async function registerOnStack(o: {
  info: StackInfo;
  key: Hex;
  from: ProgramPackage;
  artifacts: CircuitArtifacts;
}): Promise<{ programId: Hex; verifier: Address; txHash?: Hex }> {
  const { info, key } = o;
  const { manifest } = o.artifacts;
  const client = marketOf({ info, key });
  const chain = chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc });
  const publicClient = publicClientOf(chain);
  const spec = (verifier: Address) => programSpec({ program: o.from.program, manifest, verifier });
  const { verifier: _, ...facts } = spec(zeroAddress);
  const compiled = loadArtifact('Groth16Verifier').deployedBytecode;
  for (const known of await findProgram(client, { spec: facts })) {
    const code = (await publicClient.getCode({ address: known.verifier })) ?? '0x';
    if (isSameCode({ code, compiled })) return known;
  }
  const account = { address: privateKeyToAddress(key), key };
  const verifier = await deployGroth16Verifier({
    publicClient,
    walletClient: walletClientOf({ chain, account }),
    key: manifest.keyBytes,
    dev: manifest.setup === 'DEV',
    gasPrice: BigInt(info.gasPriceFloorWei),
  });
  return { ...(await registerProgram(client, { spec: spec(verifier) })), verifier };
}

/** The key that was given, or that of the first user account with BIG on the L2. */
async function keyOf({ options, command }: ProgramContext, info: StackInfo): Promise<Hex> {
  if (options.key !== undefined) {
    if (isHex(options.key) && size(options.key) === 32) return options.key;
    throw new ProgramCommandError({ command, details: '--key takes 32 bytes as 0x and hex' });
  }
  const client = publicClientOf(chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc }));
  for (const { address, key } of info.accounts) {
    if ((await client.getBalance({ address: address as Address })) > 0n) return key as Hex;
  }
  throw new ProgramCommandError({
    command,
    details: 'no user account has BIG on the L2; deposit some, or give --key',
  });
}
